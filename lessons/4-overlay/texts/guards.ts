/** The machine, the image's configuration, and images that mean no good. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { START } from "./start.ts";

/** 4.8 to 4.12 */
export const guards: LessonTexts = {
  "4.8": {
    title: both("nothing is mounted on the machine", "宿主机上没有任何挂载"),
    anchor: "machine",
    hints: [
      both(
        "findmnt -t overlay on the machine, while the container runs and afterwards: it should find nothing of mydocker's.",
        "在宿主机上执行 findmnt -t overlay，容器运行期间和结束之后都试一次：不应看到 mydocker 的挂载。",
      ),
      both(
        "A mount lives as long as its mount namespace. In the container's, it goes with the last process, whatever happens to mydocker.",
        "挂载与其挂载命名空间同生共死。在容器的命名空间里，无论 mydocker 发生什么，它都会随最后一个进程消失。",
      ),
      both(
        "So mount(2) is a call of the plan, after privateMounts, and not something that the parent does.",
        "所以 mount(2) 应当是计划里的一个调用，排在 privateMounts 之后，而不是由父进程来做。",
      ),
    ],
    likely: START,
  },

  "4.9": {
    title: both("rm leaves nothing of a container", "rm 之后容器不留任何东西"),
    anchor: "rm",
    hints: [
      both(
        "List the store (find $MYDOCKER_ROOT) before a container is run and after it is removed.",
        "在运行容器之前和删除容器之后，各列一次存储目录（find $MYDOCKER_ROOT）。",
      ),
      both(
        "Upper and work directory, the mount point and the record are the container's and go; the layers are the image's and stay.",
        "upper 和 work 目录、挂载点、记录都属于容器，要删掉；各层属于镜像，要留下。",
      ),
    ],
    likely: {
      ...START,
      "left-after-rm": both(
        "only a part of the container was removed: its upper directory, its work directory or its mount point is still there",
        "只删除了容器的一部分：它的 upper 目录、work 目录或挂载点还在",
      ),
      "image-removed": both(
        "the removal went beyond the container: through a link, or into a mount, into the image's layers",
        "删除越过了容器：经由链接或挂载，删到了镜像的层里",
      ),
    },
  },

  "4.10": {
    title: both("the image says how it is run", "按镜像的配置运行"),
    anchor: "config",
    hints: [
      both(
        "The configuration of an image has Entrypoint, Cmd, Env, WorkingDir and User; mydocker run without them takes the image's.",
        "镜像的配置中有 Entrypoint、Cmd、Env、WorkingDir、User；mydocker run 没有给出的，就用镜像的。",
      ),
      both(
        "The command is Entrypoint followed by Cmd; words on the command line replace Cmd only. -e adds to Env, -w and -u replace, --entrypoint replaces Entrypoint and drops Cmd.",
        "命令是 Entrypoint 后接 Cmd；命令行上的参数只替换 Cmd。-e 在 Env 之上追加，-w、-u 是替换，--entrypoint 替换 Entrypoint 并丢弃 Cmd。",
      ),
      both(
        "This is given, in container/fromimage.ts. The mode of / is that of the upper directory: 755, or nobody but root gets in.",
        "这部分已经给出，在 container/fromimage.ts。/ 的权限就是 upper 目录的权限：应为 755，否则只有 root 能进入。",
      ),
    ],
    likely: {
      ...START,
      "no-command": both(
        "without words the command is Entrypoint followed by Cmd, as two lists of whole arguments",
        "没有给出参数时，命令是 Entrypoint 后接 Cmd，两者都是完整参数的列表",
      ),
      "words-ignored": both(
        "words on the command line replace Cmd, and not Entrypoint, and are not added to Cmd",
        "命令行上的参数替换 Cmd，既不替换 Entrypoint，也不追加在 Cmd 后面",
      ),
      "env-ignored": both("the image's Env did not arrive", "镜像的 Env 没有生效"),
      "workdir-ignored": both(
        "the image's WorkingDir did not take effect; where it is missing, it is made",
        "镜像的 WorkingDir 没有生效；目录不存在时应当创建",
      ),
      "user-ignored": both(
        "the image's User did not take effect: it is looked up in the image's own /etc/passwd",
        "镜像的 User 没有生效：要在镜像自己的 /etc/passwd 里查找",
      ),
      "options-lose": both(
        "what is asked for on the command line wins over the image",
        "命令行上的选项优先于镜像的配置",
      ),
      "user-shut-out": both(
        "somebody who is not root may not even pass /: its mode is that of the upper directory, which was made for root alone",
        "非 root 用户连 / 都进不去：它的权限就是 upper 目录的权限，而该目录只给了 root",
      ),
    },
  },

  "4.11": {
    title: both("commas, colons and blanks in paths do no harm", "路径中的逗号、冒号、空格无碍"),
    anchor: "paths",
    hints: [
      both(
        "MYDOCKER_ROOT has a comma, a colon, a blank and a backslash in its name here.",
        "这里 MYDOCKER_ROOT 的名字里有逗号、冒号、空格和反斜杠。",
      ),
      both(
        "A comma separates overlay's options, a colon its lower directories; both end a path that has one.",
        "逗号分隔 overlay 的选项，冒号分隔 lower 目录；路径里含有它们就会被截断。",
      ),
      both(
        "With names relative to base, after chdir(base), no path of the machine is in the options: upperdir=upper.",
        "先 chdir(base)，再用相对于 base 的名字，选项里就没有宿主机的路径了：upperdir=upper。",
      ),
    ],
    likely: {
      ...START,
      "path-in-options": both(
        "an absolute path is among the options, and the comma or the colon in it was taken for one of overlay's",
        "选项里有绝对路径，其中的逗号或冒号被当成了 overlay 的分隔符",
      ),
    },
  },

  "4.12": {
    title: both("a whiteout never leads out of its directory", "whiteout 不会越出所在目录"),
    anchor: "hostile",
    hints: [
      both(
        "What does the entry srv/.wh... hide? And srv/.wh..?",
        "条目 srv/.wh... 遮住的是什么？srv/.wh.. 呢？",
      ),
      both(
        "Images come from strangers. A name without its prefix may be “..”, and then the whiteout is one of the directory above.",
        "镜像来自陌生人。去掉前缀之后的名字可能是 “..”，这时 whiteout 针对的就是上一级目录。",
      ),
      both(
        "refuse(name, …) for what is left of .wh. and is empty, . or ..",
        "去掉 .wh. 之后为空、“.” 或 “..” 的，用 refuse(name, …) 拒绝",
      ),
    ],
    likely: {
      "whiteout-of-parent": both(
        "a whiteout of . or .. was accepted: it changes a directory that is not its own",
        "接受了针对 . 或 .. 的 whiteout：它会改动不属于它的目录",
      ),
    },
  },
};
