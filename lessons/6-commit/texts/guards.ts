/** What is given, and must stay as it is. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { COMMON } from "./common.ts";

/** 6.8 to 6.14 */
export const guards: LessonTexts = {
  "6.8": {
    title: both("-m, -a and --change are in the configuration", "-m、-a 和 --change 写入镜像配置"),
    anchor: "settings",
    hints: [
      both(
        "mydocker inspect IMAGE shows the configuration. The files are only half of an image.",
        "用 mydocker inspect IMAGE 查看配置。文件只是镜像的一半。",
      ),
      both(
        "The configuration of the base, over it what the container was run with, over that the instructions of --change, in their order.",
        "最下面是基础镜像的配置，其上是容器运行时的设置，再上面是 --change 的各条指令，按顺序生效。",
      ),
    ],
    likely: {
      ...COMMON,
      "changes-ignored": both(
        "an instruction of --change has no effect on a container of the new image",
        "--change 的某条指令对新镜像的容器没有效果",
      ),
      "not-signed": both(
        "-a goes into author, -m into the comment of the last entry of the history",
        "-a 写入 author，-m 写入 history 最后一项的 comment",
      ),
      "labels-lost": both(
        "EXPOSE 80 means 80/tcp; LABEL is a key and a value",
        "EXPOSE 80 表示 80/tcp；LABEL 是键和值",
      ),
      "env-lost": both(
        "the variables that the container was run with (-e) belong to the new image, as with docker",
        "容器运行时的变量（-e）属于新镜像，与 docker 一致",
      ),
    },
  },

  "6.9": {
    title: both("commit IMAGE alone means the only container", "只写 commit IMAGE 指唯一的容器"),
    anchor: "short-form",
    hints: [
      both(
        "The article types minidocker commit NAME, as its program knows a single container.",
        "文章里输入的是 minidocker commit NAME，因为它的程序只有一个容器。",
      ),
      both(
        "With one container it is clear which is meant. With several, a guess would make an image of the wrong one.",
        "只有一个容器时，指的是谁很清楚。有多个时，猜测可能会把错误的容器做成镜像。",
      ),
    ],
    likely: {
      ...COMMON,
      "short-form": both(
        "a single word that is no container is the new image's name",
        "唯一的参数若不是容器，就是新镜像的名字",
      ),
      guesses: both(
        "one of several containers was taken without asking",
        "在多个容器中擅自选了一个",
      ),
      "image-all-the-same": both(
        "the command failed, and made an image nevertheless",
        "命令失败了，却仍然生成了镜像",
      ),
    },
  },

  "6.10": {
    title: both("volumes and mounts stay out of the image", "数据卷和挂载不进入镜像"),
    anchor: "outside",
    hints: [
      both(
        "mount in the container shows what does not belong to its layers: volumes, /proc, /dev, the files in /etc.",
        "在容器里执行 mount，可以看到不属于各层的内容：数据卷、/proc、/dev、/etc 里的文件。",
      ),
      both(
        "What is mounted over the overlay is never in the upper directory. So read that, and not the container's root.",
        "挂载在 overlay 之上的内容不会进入 upper 目录。所以要读 upper 目录，而不是容器的根。",
      ),
    ],
    likely: {
      ...COMMON,
      "volume-in-image": both(
        "the container's root was archived with all that is mounted in it: a volume may hold secrets, and gigabytes",
        "把容器的根连同其中的挂载一起打包了：数据卷里可能有机密，也可能有好几个 GB",
      ),
      "etc-in-image": both(
        "/etc/hosts, hostname or resolv.conf was written into the container's layer instead of mounted over it (lesson 3)",
        "/etc/hosts、hostname 或 resolv.conf 被写进了容器的层，而不是挂载在上面（第 3 课）",
      ),
      "mounts-in-image": both(
        "places that mydocker itself made for its mounts are no change of the container's",
        "mydocker 自己为挂载创建的位置不是容器的改动",
      ),
    },
  },

  "6.11": {
    title: both("files keep links, modes, owners and times", "文件保留链接、权限、属主和时间"),
    anchor: "layer",
    hints: [
      both(
        "tar tvf on the layer shows what the archive says of each file; ls -l in a container of the new image what came of it.",
        "对层执行 tar tvf 可看到归档对每个文件的描述；在新镜像的容器里执行 ls -l 可看到结果。",
      ),
      both(
        "Two names of one inode are one file: the second is an entry of type link. The mode has twelve bits (chmod(2)), not nine.",
        "同一个 inode 的两个名字是同一个文件：第二个是链接类型的条目。权限有十二位（chmod(2)），不是九位。",
      ),
    ],
    likely: {
      ...COMMON,
      "links-split": both(
        "each name of a file became a file of its own: twice the size, and no longer the same file",
        "文件的每个名字都变成了独立的文件：大小翻倍，而且不再是同一个文件",
      ),
      "mode-lost": both(
        "setuid, setgid and sticky are the upper three of twelve bits; su needs them",
        "setuid、setgid 和 sticky 是十二位权限中的高三位；su 需要它们",
      ),
      "owner-lost": both(
        "uid and gid are not in the archive, or not set after unpacking",
        "uid 和 gid 没有写入归档，或解包后没有设置",
      ),
      "time-lost": both(
        "the time of the last change is not in the archive, or was set before the content",
        "修改时间没有写入归档，或者在写内容之前就设置了",
      ),
      "kind-lost": both(
        "a FIFO or a symbolic link became something else, or is gone",
        "FIFO 或符号链接变成了别的东西，或者不见了",
      ),
    },
  },

  "6.12": {
    title: both("a socket is left out, and named", "套接字被略去，并给出提示"),
    anchor: "sockets",
    hints: [
      both(
        "A program that runs as a service often has a socket in /run or /tmp. tar has no type for it.",
        "作为服务运行的程序常在 /run 或 /tmp 里有套接字。tar 没有这种类型。",
      ),
      both(
        "A socket is worth nothing without the process that listens. So leave it out, and say so on standard error.",
        "没有监听的进程，套接字就没有意义。所以略去它，并在标准错误上说明。",
      ),
    ],
    likely: {
      ...COMMON,
      "commit-refused": both(
        "one socket made the whole commit fail",
        "一个套接字就让整个提交失败了",
      ),
      "socket-in-image": both(
        "the socket became an empty file, or something else that it is not",
        "套接字变成了空文件或别的东西",
      ),
      "not-said": both(
        "something is missing in the image, and nobody was told",
        "镜像里少了东西，却没有任何提示",
      ),
    },
  },

  "6.13": {
    title: both(
      "the container stands still while it is read, then goes on",
      "读取时容器静止，之后继续运行",
    ),
    anchor: "still",
    hints: [
      both(
        "Reading takes time. A database that writes meanwhile is in the image with its beginning from one moment and its end from another.",
        "读取需要时间。如果数据库同时在写，镜像里它的开头和结尾就来自不同的时刻。",
      ),
      both(
        "The freezer of cgroups stops all processes of the container at once, and none of them can notice: freezer.state in version 1, cgroup.freeze in version 2.",
        "cgroup 的 freezer 能同时停住容器的所有进程，而且它们都察觉不到：v1 是 freezer.state，v2 是 cgroup.freeze。",
      ),
      both(
        "Freezing is not done when the file has been written: read freezer.state, or cgroup.events, until it says so. And thaw on every way out, also after an error.",
        "写入文件时冻结还没有完成：反复读取 freezer.state 或 cgroup.events，直到它说已冻结。并且在每条出路上都要解冻，出错时也一样。",
      ),
    ],
    likely: {
      ...COMMON,
      "not-paused": both(
        "the container went on writing while it was read, or was not yet frozen when reading began",
        "读取时容器仍在写，或者开始读取时还没有冻结",
      ),
      "left-standing": both(
        "the container was frozen and nobody thawed it",
        "容器被冻结后没有人解冻",
      ),
    },
  },

  "6.14": {
    title: both("export writes the whole tree", "export 写出整棵目录树"),
    anchor: "export",
    hints: [
      both(
        "export is the article's way: one archive of everything, without layers, history and configuration.",
        "export 就是文章的做法：一个包含全部内容的归档，没有层、历史和配置。",
      ),
      both(
        "The container's own layer is the topmost: what it has hides what lies below, and its whiteouts do, too.",
        "容器自己的层在最上面：它有的内容会遮住下面的，它的 whiteout 也是。",
      ),
    ],
    likely: {
      ...COMMON,
      "not-exported": both(
        "mydocker's own message says what it could not do",
        "mydocker 自己的错误信息说明了原因",
      ),
      "only-changes": both(
        "only the container's own layer was exported, and not the image below it",
        "只导出了容器自己的层，没有导出其下的镜像",
      ),
      "deleted-is-there": both(
        "what the container deleted is in the archive: the layers were read in the wrong order, or whiteouts were not heeded",
        "容器删除的内容还在归档里：层的顺序读反了，或者忽略了 whiteout",
      ),
      "changes-missing": both(
        "what the container added is not in the archive",
        "容器新增的内容不在归档里",
      ),
      "old-content": both(
        "the image's version of a file was written, and not the container's",
        "写出的是镜像中的版本，而不是容器的版本",
      ),
    },
  },
};
