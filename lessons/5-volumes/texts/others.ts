/** Named volumes, an image's links, and words that mean no volume. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_VOLUME } from "./start.ts";

const MADE = both(
  "a target was made by its path on the machine, before the root was entered or by the parent, and the image's link was followed there. Looking first does not help: the link can come in between",
  "目标是用宿主机上的路径创建的（在进入根目录之前，或由父进程创建），于是跟随了镜像里的链接。先检查再创建也没有用：链接可能正好在两者之间出现",
);

/** 5.8 to 5.10, 5.15 and 5.16 */
export const others: LessonTexts = {
  "5.8": {
    title: both("a volume with a name keeps its data", "有名字的数据卷会保留数据"),
    anchor: "named",
    hints: [
      both(
        "mydocker run -v data:/srv …, then: mydocker volume ls; mydocker volume inspect data.",
        "mydocker run -v data:/srv …，然后：mydocker volume ls；mydocker volume inspect data。",
      ),
      both(
        "The source `data` has no / and does not begin with a dot: it is a name, and parseVolumes returns it as it is. Code that is given makes the volume, and fills it from the image while it is empty.",
        "源 `data` 不含 /，也不以点开头：它是名字，parseVolumes 原样返回即可。创建数据卷、在它为空时用镜像的内容填充，都由给定的代码完成。",
      ),
      both(
        "The volume outlives the container, and --rm. Only a volume that nobody named goes with --rm and rm -v.",
        "数据卷比容器活得久，--rm 也不会删除它。只有没有名字的数据卷才随 --rm 和 rm -v 一起删除。",
      ),
    ],
    likely: {
      ...NO_VOLUME,
      "not-filled": both(
        "docker copies what the image has at the target into a volume that is still empty: host/fillvolume.ts",
        "docker 会把镜像在目标处的内容复制到仍为空的数据卷里：host/fillvolume.ts",
      ),
      "fill-owner": both(
        "the files were copied, but not the directory's own owner and mode: a database that does not run as root cannot write to its volume",
        "文件复制了，但目录自己的属主和权限没有：不以 root 运行的数据库就写不了它的数据卷",
      ),
      "filled-again": both(
        "the volume was filled again although it was not empty any more",
        "数据卷已经不为空，却又被填充了一次",
      ),
      "removed-in-use": both(
        "nobody asked whether a container still has the volume",
        "没有检查是否还有容器在使用这个数据卷",
      ),
      "not-removed": both(
        "the volume is thought to be in use although all its containers are gone",
        "使用它的容器都已不在，数据卷却仍被认为在使用中",
      ),
      "not-listed": both(
        "mydocker volume ls -q must print one name a line, and nothing else",
        "mydocker volume ls -q 应当每行输出一个名字，别无其他",
      ),
      "data-lost": both(
        "removing a container, here with --rm, removed a volume that has a name",
        "删除容器（这里是 --rm）时，把有名字的数据卷也删除了",
      ),
    },
  },

  "5.9": {
    title: both("a link at the target stays within the image", "目标处的链接只在镜像内解析"),
    anchor: "links",
    hints: [
      both(
        "The check's image has a symbolic link where the volume is to go. Seen from the machine, it leads to a directory of the machine.",
        "检查所用的镜像在数据卷的目标处放了一个符号链接。从宿主机上看，它指向宿主机的一个目录。",
      ),
      both(
        "Make targets only after the root has been entered, when no path can lead out of it: in attachVolumes, not in openVolumes, and not in the parent.",
        "只有进入根目录之后、任何路径都不会通到外面时，才创建目标：在 attachVolumes 里，而不是在 openVolumes 里，也不是在父进程里。",
      ),
      both(
        "Within the image the link is followed, as docker does. move_mount(2) does not follow the last link of a path unless it is told to: MOVE_MOUNT_T_SYMLINKS.",
        "在镜像之内要跟随链接，docker 也是如此。move_mount(2) 默认不跟随路径的最后一个链接，需要指定：MOVE_MOUNT_T_SYMLINKS。",
      ),
    ],
    likely: {
      ...NO_VOLUME,
      "link-refused": both(
        "the volume was not put where the link leads: MOVE_MOUNT.T_SYMLINKS is missing",
        "没有把数据卷放到链接指向的地方：缺少 MOVE_MOUNT.T_SYMLINKS",
      ),
      "made-on-machine": MADE,
    },
  },

  "5.10": {
    title: both("a link that comes and goes makes nothing either", "时有时无的链接也不会造成影响"),
    anchor: "exchange",
    hints: [
      both(
        "While containers start, somebody exchanges a directory of the root and a link, thousands of times in a second (CVE-2021-30465).",
        "容器启动期间，有人每秒几千次地交换根目录里的一个目录和一个链接（CVE-2021-30465）。",
      ),
      both(
        "A path that was looked at means nothing a moment later. Only a root from which no path leads out, or a descriptor, can be relied upon.",
        "刚刚检查过的路径，下一刻就可能不是原来的意思了。能依靠的只有：任何路径都通不到外面的根，或者描述符。",
      ),
      both(
        "A start that fails is allowed here. A file on the machine is not.",
        "在这里启动失败是允许的；在宿主机上留下文件则不行。",
      ),
    ],
    likely: { ...NO_VOLUME, "made-on-machine": MADE },
  },

  "5.15": {
    title: both("words that mean no volume are refused", "不成立的参数会被拒绝"),
    anchor: "words",
    hints: [
      both(
        "mydocker run -v /a:/b:r …; echo $?  should say what is wrong, and 125.",
        "mydocker run -v /a:/b:r …；echo $?  应当说明哪里不对，并返回 125。",
      ),
      both(
        "Every part counts: none may be empty, there are three at most, the options are known ones, the target is not / itself, and a source that is no path must be a name.",
        "每个部分都要检查：不能为空，最多三个，选项必须是已知的，目标不能就是 /，不是路径的源必须是合法的名字。",
      ),
      both(
        'throw new UserError("-v …: …"): it ends with exit code 125, and nothing has been made yet.',
        'throw new UserError("-v …: …")：它以退出码 125 结束，此时还没有创建任何东西。',
      ),
    ],
    likely: {
      ...NO_VOLUME,
      accepted: both(
        "a typing error went unnoticed: the container runs without the volume, or with another one than was meant",
        "输入错误没有被发现：容器没有数据卷就运行了，或者用的不是想要的那个",
      ),
      "covers-root": both(
        "/. and /v/.. are / as well: first make the target absolute and plain (posix.resolve), then compare",
        "/. 和 /v/.. 也都是 /：先把目标化为规范的绝对路径（posix.resolve），再比较",
      ),
      "refused-without-reason": both(
        "the message does not say which word is wrong",
        "错误信息没有说明是哪个参数不对",
      ),
      "made-anyway": both(
        "the source was made before the rest of the word had been read",
        "参数还没有读完，就已经创建了源目录",
      ),
    },
  },

  "5.16": {
    title: both(
      "it works before Linux 5.12, and / stays the working directory",
      "Linux 5.12 之前也能用，工作目录仍是 /",
    ),
    anchor: "below",
    hints: [
      both(
        "This kernel has every call, and your mydocker runs on others, too. So attachVolumes is asked what it returns for one directory that is private and not read-only.",
        "这台机器的内核什么调用都有，而你的 mydocker 也要在别的内核上运行。所以这里直接问 attachVolumes：对一个私有、可写的目录，它返回什么。",
      ),
      both(
        "mount_setattr(2) came with Linux 5.12, fchdir(2) and mount(2) have always been there. Whoever goes somewhere in a plan goes back: what comes next begins at /.",
        "mount_setattr(2) 从 Linux 5.12 才有，fchdir(2) 和 mount(2) 一直都有。计划里去了别处，就要回来：后面的调用都从 / 开始。",
      ),
      both(
        'After move_mount: [fchdir(slot(…)), mount(null, ".", null, MS.REC | MS.PRIVATE, null), chdir("/")].',
        'move_mount 之后：[fchdir(slot(…)), mount(null, ".", null, MS.REC | MS.PRIVATE, null), chdir("/")]。',
      ),
    ],
    likely: {
      threw: both(
        "the function throws for a volume as parseVolumes and openVolumes leave it",
        "对一个普通的数据卷，函数抛出了异常",
      ),
      "needs-newer-kernel": both(
        "mount_setattr(2) is for what must be read-only; as a way to make mounts private, it takes the volumes from everybody with an older kernel",
        "mount_setattr(2) 只用于必须只读的数据卷；用它来设 private，内核较旧的人就什么数据卷都用不了",
      ),
      "left-elsewhere": both(
        'after fchdir(2) into the volume comes chdir("/")',
        'fchdir(2) 进入数据卷之后，要用 chdir("/") 回来',
      ),
    },
  },
};
