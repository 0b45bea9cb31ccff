/** What is given, and what must hold beside the goals. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_ROOT } from "./start.ts";

const MKDIR = both(
  "a directory is made in the new root, for the old one or for a mount, and this root cannot have it",
  "在新的根目录里创建了目录（用来放旧的根，或作为挂载点），而这个根目录做不到",
);

const OF_THE_IMAGE = both(
  "the file is the image's: nothing covers it yet (mountEtcFiles)",
  "看到的仍是镜像里的文件：还没有东西覆盖它（mountEtcFiles）",
);

/** 3.10 to 3.16 */
export const guards: LessonTexts = {
  "3.10": {
    title: both("/proc and /sys are its own, /sys read-only", "/proc 和 /sys 是自己的，/sys 只读"),
    anchor: "proc",
    hints: [
      both(
        "ps in the container finds nothing, or too much; mount shows whether there is a /proc.",
        "容器里的 ps 什么也找不到，或者找到太多；mount 可以看出有没有 /proc。",
      ),
      both(
        "What was mounted on the old /proc went away with the old root. The order is: enter, mount /proc and /sys, leave.",
        "挂载在旧的 /proc 上的东西随旧的根一起消失了。顺序是：进入、挂载 /proc 和 /sys、离开。",
      ),
      both(
        "The order of the stages is given, in container/plan.ts. enterRoot must have entered when it is done: an absolute path must mean the new root.",
        "各阶段的顺序已经在 container/plan.ts 中给出。enterRoot 完成时必须已经进入：绝对路径要指向新的根。",
      ),
    ],
    likely: {
      ...NO_ROOT,
      "proc-lost": both(
        "/proc was mounted before the new root was entered: it is on the old one's /proc, and gone with it",
        "在进入新的根之前就挂载了 /proc：它在旧的 /proc 上，已随旧的根一起消失",
      ),
      "proc-covered": both(
        "mountEtcFiles has borrowed /proc for its own file system, and not unmounted that again: umount2(2) brings the container's /proc back",
        "mountEtcFiles 借用 /proc 放自己的文件系统，用完没有卸载：umount2(2) 之后，容器的 /proc 才会重新露出来",
      ),
      "machine-proc": both(
        "the /proc in the new root is the machine's, bound or mounted from outside the PID namespace",
        "新根目录里的 /proc 是宿主机的：是 bind 来的，或是在 PID 命名空间之外挂载的",
      ),
      "no-sys": both(
        "nothing is mounted on /sys: programs that count processors or look for interfaces fail",
        "/sys 上没有挂载任何东西：需要统计处理器或查找网络接口的程序会失败",
      ),
      "sys-writable": both(
        "/sys is a handle on the machine's hardware: MS_RDONLY",
        "/sys 能操纵宿主机的硬件：需要 MS_RDONLY",
      ),
    },
  },

  "3.11": {
    title: both("the image is as before, and serves again", "镜像保持原样，可以再次使用"),
    anchor: "put-old",
    hints: [
      both(
        "Run twice, and list the image's directory in between: ls -la.",
        "运行两次，并在中间列出镜像目录：ls -la。",
      ),
      both(
        "pivot_root(2) needs a place for the old root. A directory that is made for that stays in the image unless somebody removes it, also after kill -9.",
        "pivot_root(2) 需要一个放旧根的地方。为此创建的目录会留在镜像里，除非有人删除它，被 kill -9 之后也要删。",
      ),
      both(
        'pivot_root(".", ".") stacks the old root upon the new one: no directory is needed.',
        'pivot_root(".", ".") 把旧的根叠在新的根上面：不需要任何目录。',
      ),
    ],
    likely: {
      ...NO_ROOT,
      "left-in-image": both(
        "something was made in the image and left there, such as a directory for the old root",
        "在镜像里创建了东西并留了下来，例如放旧根的目录",
      ),
      "image-changed": both(
        "something of the image was written to, or has another owner, mode or time now",
        "镜像里的东西被写过，或者所有者、权限、时间变了",
      ),
    },
  },

  "3.12": {
    title: both("a left-over .pivot_root is not in the way", "残留的 .pivot_root 不碍事"),
    anchor: "put-old",
    hints: [
      both(
        "mkdir /tmp/busybox/.pivot_root, then run.",
        "先 mkdir /tmp/busybox/.pivot_root，再运行。",
      ),
      both(
        "The articles' programs make this directory and expect that it was not there: after an interrupted run nothing works until somebody removes it.",
        "文章里的程序会创建这个目录，并认为它原来不存在：一旦运行被中断，就必须先手动删掉它才能再用。",
      ),
      both(
        'Without a directory of its own there is nothing to collide with: pivot_root(".", ".").',
        '不使用专门的目录，就不会有冲突：pivot_root(".", ".")。',
      ),
    ],
    likely: {
      ...NO_ROOT,
      "left-over-in-the-way": both(
        "mkdir(2) fails with EEXIST, because an earlier run has left the directory",
        "mkdir(2) 因 EEXIST 失败，因为之前的运行留下了这个目录",
      ),
      "left-in-image": both(
        "something was made in the image and left there",
        "在镜像里创建了东西并留了下来",
      ),
      "image-changed": both(
        "the directory that somebody had left is not as it was: it is not ours to remove",
        "别人留下的目录被改动了：它不该由我们删除",
      ),
    },
  },

  "3.13": {
    title: both("any directory will do, by any name", "任何目录都可以，怎么写都行"),
    anchor: "roots",
    hints: [
      both(
        "The diagnosis names the kind of root that does not work: shared, read-only, a tmpfs, an overlay, behind a symbolic link, relative, with a space in its name, or / itself.",
        "诊断会指出是哪一种根目录不行：shared、只读、tmpfs、overlay、路径中有符号链接、相对路径、名字里有空格，或者就是 /。",
      ),
      both(
        "Nothing may be written into the root, its mount must be private, and its path is what realpath(3) makes of it, before anything else is done.",
        "不能往根目录里写东西，它的挂载必须是私有的，并且在做任何事之前先用 realpath(3) 得到它的路径。",
      ),
      both(
        "--rootfs / means the machine's own root: there is nothing to enter, and pivot_root(2) would say EBUSY.",
        "--rootfs / 表示宿主机自己的根：没有什么可进入的，pivot_root(2) 会返回 EBUSY。",
      ),
    ],
    likely: {
      ...NO_ROOT,
      "root-shared": both(
        "the new root, or the mount that it lies on, is still shared: make all mounts private, not only the topmost",
        "新的根，或它所在的挂载，仍是 shared：要把所有挂载都设为私有，而不只是最上面的那个",
      ),
      "root-read-only": MKDIR,
      "root-tmpfs": both(
        "a root on a tmpfs is a mount already; binding it on itself is harmless, and must not be refused",
        "tmpfs 上的根目录本来就是挂载点；再 bind 到自身也无妨，不应拒绝",
      ),
      "root-overlay": both(
        "a root on an overlay is an ordinary mount: nothing about it is special",
        "overlay 上的根目录就是普通的挂载，没有特别之处",
      ),
      "root-linked": both(
        "the path has a symbolic link in it: resolve it first (realpath(3))",
        "路径中有符号链接：先解析它（realpath(3)）",
      ),
      "root-relative": both(
        "the path is relative to where the caller stands, and was used after the working directory had changed",
        "路径是相对于调用者所在目录的，却在工作目录改变之后才使用",
      ),
      "root-spaces": both(
        "the path was taken apart at its space: somewhere it went through a shell or was split",
        "路径在空格处被拆开了：某处经过了 shell，或被 split 过",
      ),
      "root-machine": both(
        "the machine's own root was bound and pivoted to like an image: EBUSY. It is used as it is",
        "把宿主机自己的根当作镜像去 bind 和 pivot_root：EBUSY。它应当原样使用",
      ),
    },
  },

  "3.14": {
    title: both("--read-only is read-only, but for --tmpfs", "--read-only 只读，--tmpfs 除外"),
    anchor: "read-only",
    hints: [
      both(
        "mydocker run --read-only --tmpfs /tmp -rootfs=… /bin/sh, then: touch /x; touch /tmp/x; cat /proc/mounts.",
        "mydocker run --read-only --tmpfs /tmp -rootfs=… /bin/sh，然后：touch /x；touch /tmp/x；cat /proc/mounts。",
      ),
      both(
        "A mount can be read-only while its file system is not: mount(2), MS_REMOUNT with MS_BIND. What is mounted below it is a mount of its own.",
        "挂载可以是只读的，而文件系统本身不是：mount(2) 的 MS_REMOUNT 加 MS_BIND。挂载在它下面的是另外的挂载，不受影响。",
      ),
      both(
        "A remount sets all flags of the mount anew: those that it had (nosuid, nodev, noexec) must be given again.",
        "重新挂载会重设该挂载的全部标志：原有的标志（nosuid、nodev、noexec）要再写一遍。",
      ),
    ],
    likely: {
      ...NO_ROOT,
      "root-writable": both(
        "the root was never remounted with MS_RDONLY",
        "没有用 MS_RDONLY 重新挂载根目录",
      ),
      "tmpfs-missing": both(
        "what --tmpfs asks for was not mounted, or became read-only with the root",
        "没有挂载 --tmpfs 要求的目录，或者它随根目录一起变成了只读",
      ),
      "dev-read-only": both(
        "/dev and what is below it became read-only, too: only the mount at / is to change",
        "/dev 及其下的挂载也变成了只读：只应改变 / 这一个挂载",
      ),
      "machine-read-only": both(
        "without MS_BIND the file system itself becomes read-only, for the whole machine",
        "没有 MS_BIND，变成只读的是文件系统本身，整台宿主机都受影响",
      ),
      "flags-lost": both(
        "the remount took nosuid and nodev away from the root; in a user namespace it is refused for that",
        "重新挂载去掉了根目录原有的 nosuid 和 nodev；在 user 命名空间里会因此被拒绝",
      ),
    },
  },

  "3.15": {
    title: both("links in an image lead nowhere but into it", "镜像里的链接只能指向镜像内部"),
    anchor: "links",
    hints: [
      both(
        "The check's images have links at /proc, /sys, /dev, /etc or in them, which from outside lead to a directory of the machine.",
        "检查所用镜像的 /proc、/sys、/dev、/etc 或其中的文件是链接，从外面看指向宿主机的一个目录。",
      ),
      both(
        "Whoever opens ROOT/etc/hosts before the root has changed follows the image's links on the machine, as root.",
        "在换根之前打开 ROOT/etc/hosts 的程序，会以 root 身份在宿主机上跟随镜像里的链接。",
      ),
      both(
        "Touch paths of the image only after the pivot, when they cannot lead out, or resolve them within the root: openat2(2), RESOLVE_IN_ROOT.",
        "只在 pivot_root 之后、路径已无法指向外面时才使用镜像里的路径；或者在根目录内解析它们：openat2(2)，RESOLVE_IN_ROOT。",
      ),
    ],
    likely: {
      ...NO_ROOT,
      "link-followed": both(
        "a path of the image was opened by its path on the machine, and its link was followed there",
        "用宿主机上的路径打开了镜像里的文件，于是在宿主机上跟随了其中的链接",
      ),
    },
  },

  "3.16": {
    title: both("it all works in a user namespace, too", "在 user 命名空间里也都正常"),
    anchor: "users",
    hints: [
      both(
        "npm run try -- run --userns -rootfs=/tmp/busybox /bin/ls -l /dev",
        "npm run try -- run --userns -rootfs=/tmp/busybox /bin/ls -l /dev",
      ),
      both(
        "mknod(2) of a device wants a capability on the machine, which no user namespace gives: EPERM. But a device of the machine can be mounted on a file.",
        "用 mknod(2) 创建设备需要宿主机上的能力，任何 user 命名空间都给不了：EPERM。但可以把宿主机的设备挂载到一个文件上。",
      ),
      both(
        "openDevices has taken hold of them while the machine was in sight, each in the slot of its name: make an empty file, and move_mount(2) the slot onto it.",
        "openDevices 已经在还看得见宿主机时抓住了它们，每个都在以其名字命名的 slot 里：先创建空文件，再用 move_mount(2) 把 slot 移到上面。",
      ),
      both(
        'With ids: keep("file", open("/dev/…", O.WRONLY | O.CREAT | O.CLOEXEC)), close(slot("file")), move_mount(slot(name), "", AT_FDCWD, "/dev/…", …). And gid=5 is not mapped there: leave it out of the devpts.',
        '有 ids 时：keep("file", open("/dev/…", O.WRONLY | O.CREAT | O.CLOEXEC))、close(slot("file"))、move_mount(slot(name), "", AT_FDCWD, "/dev/…", …)。另外 gid=5 在那里没有映射：devpts 的选项里要去掉它。',
      ),
    ],
    likely: {
      ...NO_ROOT,
      "did-not-run": both(
        "the kernel refuses in a user namespace what it allows to root, such as mknod(2) of a device",
        "内核在 user 命名空间里拒绝了 root 可以做的事，例如用 mknod(2) 创建设备",
      ),
      "unmapped-group": both(
        "a devpts cannot have gid=5 where the user namespace maps no group 5: leave it out there",
        "user 命名空间没有映射 5 号组时，devpts 不能用 gid=5：这时应当去掉它",
      ),
      "userns-devices": both(
        "there are no devices in /dev: in a user namespace they are mounted, not made",
        "/dev 里没有设备：在 user 命名空间里，设备要靠挂载，而不是创建",
      ),
      "etc-of-the-image": OF_THE_IMAGE,
    },
  },
};
