/** Devices and terminals. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_ROOT } from "./start.ts";

const NUMBERS = both(
  "major and minor are exchanged, or the wrong ones: makedev(3) puts the major number into the bits from 8 on",
  "主设备号和次设备号写反了，或者写错了：makedev(3) 把主设备号放在第 8 位及以上",
);

/** 3.5 to 3.7 */
export const dev: LessonTexts = {
  "3.5": {
    title: both(
      "/dev has what every container has, and no more",
      "/dev 里有容器该有的，没有多余的",
    ),
    anchor: "dev",
    hints: [
      both(
        "npm run try -- run -rootfs=/tmp/busybox /bin/ls -l /dev shows an empty directory.",
        "npm run try -- run -rootfs=/tmp/busybox /bin/ls -l /dev 显示的是空目录。",
      ),
      both(
        "An image's /dev is empty. The machine's would have its disks in it. So a container gets a small file system in memory, and in it the few devices that everybody needs: the list is DEVICES.",
        "镜像里的 /dev 是空的，而宿主机的 /dev 里有它的磁盘。所以容器得到一个内存中的小文件系统，里面只有人人都需要的几个设备：见 DEVICES。",
      ),
      both(
        "mount(2) a tmpfs on /dev, mknod(2) each device (S_IFCHR | 0o666, major and minor packed), symlink(2) each of LINKS, and directories with a file system of their own for pts, shm and mqueue.",
        "用 mount(2) 在 /dev 上挂载 tmpfs，用 mknod(2) 创建每个设备（S_IFCHR | 0o666，主次设备号打包），用 symlink(2) 创建 LINKS 中的每个链接，并为 pts、shm、mqueue 建目录、挂载各自的文件系统。",
      ),
      both(
        'In inside/dev.ts: return [mount("tmpfs", "/dev", "tmpfs", …, "mode=755,size=65536k"), ...DEVICES.map(([name, major, minor]) => mknod(…)), ...LINKS.map(…), …];',
        '在 inside/dev.ts 中：return [mount("tmpfs", "/dev", "tmpfs", …, "mode=755,size=65536k"), ...DEVICES.map(([name, major, minor]) => mknod(…)), ...LINKS.map(…), …];',
      ),
    ],
    likely: {
      ...NO_ROOT,
      "no-dev": both(
        "nothing is mounted on /dev: what is made there is made in the image, and stays",
        "/dev 上没有挂载任何东西：在那里创建的都写进了镜像，而且会留下来",
      ),
      "dev-of-the-machine": both(
        "a devtmpfs is no new file system: it is the machine's, with all its disks, wherever it is mounted. A container's /dev is a tmpfs",
        "devtmpfs 并不是新的文件系统：无论挂载在哪里，都是宿主机的那一个，里面有它所有的磁盘。容器的 /dev 应当是 tmpfs",
      ),
      "dev-more": both(
        "there is more in /dev than a container needs; every device is a way to the machine",
        "/dev 里的东西超出了容器所需；每个设备都是通向宿主机的一条路",
      ),
      "no-device-node": both(
        "mknod(2) makes an ordinary file unless the mode says otherwise: S_IFCHR | 0o666",
        "权限参数里没有写明类型时，mknod(2) 创建的是普通文件：应为 S_IFCHR | 0o666",
      ),
      "dev-incomplete": both(
        "programs will miss what is not there: DEVICES, LINKS, pts, shm and mqueue belong to /dev",
        "缺少的东西会有程序需要：DEVICES、LINKS、pts、shm、mqueue 都属于 /dev",
      ),
      "dev-links": both(
        "fd, stdin, stdout and stderr are links into /proc/self: shells write to /dev/stderr and read from /dev/fd/3",
        "fd、stdin、stdout、stderr 是指向 /proc/self 的链接：shell 会写 /dev/stderr，读 /dev/fd/3",
      ),
      "device-number": NUMBERS,
      "device-mode": both(
        "only root may use the device: mode 666 was taken down by the umask, or never given",
        "只有 root 能使用这个设备：666 的权限被 umask 削减了，或者根本没有设置",
      ),
    },
  },

  "3.6": {
    title: both("the devices work, and so does shared memory", "设备和共享内存都能正常工作"),
    anchor: "devices",
    hints: [
      both(
        "In the container: echo x > /dev/null; head -c 4 /dev/urandom | wc -c; echo x > /dev/full.",
        "在容器里执行：echo x > /dev/null；head -c 4 /dev/urandom | wc -c；echo x > /dev/full。",
      ),
      both(
        "A device file is only a pair of numbers; the kernel's driver does the rest. On a file system that is mounted nodev it does not open at all.",
        "设备文件只是一对号码，其余由内核的驱动完成。如果所在文件系统以 nodev 挂载，就根本打不开。",
      ),
      both(
        "/dev must not be nodev; /dev/shm and /dev/mqueue may well be, and are. They are a tmpfs and an mqueue, which everybody may write to: mode 1777.",
        "/dev 不能是 nodev；/dev/shm 和 /dev/mqueue 则应当是。它们分别是 tmpfs 和 mqueue，所有用户都可写：权限 1777。",
      ),
      both(
        'mount("shm", "/dev/shm", "tmpfs", MS.NOSUID | MS.NODEV | MS.NOEXEC, "mode=1777,size=65536k"), and the same with type mqueue and no data.',
        'mount("shm", "/dev/shm", "tmpfs", MS.NOSUID | MS.NODEV | MS.NOEXEC, "mode=1777,size=65536k")，mqueue 同样，只是没有 data 参数。',
      ),
    ],
    likely: {
      ...NO_ROOT,
      "device-missing": both("there is no such device in /dev yet", "/dev 里还没有这个设备"),
      "device-dead": both(
        "/dev is mounted nodev: no device file on it can be opened",
        "/dev 以 nodev 挂载：其中的设备文件都无法打开",
      ),
      "device-number": NUMBERS,
      "no-shared-memory": both(
        "a directory alone is not enough: shm_open(3) needs a tmpfs on /dev/shm, mq_open(3) is looked at through an mqueue on /dev/mqueue",
        "只有目录还不够：shm_open(3) 需要 /dev/shm 上的 tmpfs，mq_open(3) 的队列要通过 /dev/mqueue 上的 mqueue 查看",
      ),
      "shared-memory-mode": both(
        "a user who is not root cannot make shared memory: mode 1777, as for /tmp. The option mode= decides, not mkdir(2)",
        "非 root 用户无法创建共享内存：权限应为 1777，与 /tmp 相同。起作用的是 mode= 选项，而不是 mkdir(2)",
      ),
    },
  },

  "3.7": {
    title: both("it has terminals of its own", "容器有自己的终端"),
    anchor: "terminals",
    hints: [
      both(
        "npm run try -- run -it -rootfs=/tmp/busybox /bin/tty has to print /dev/pts/0, however many terminals the machine has.",
        "npm run try -- run -it -rootfs=/tmp/busybox /bin/tty 应当打印 /dev/pts/0，无论宿主机上有多少个终端。",
      ),
      both(
        "Pseudo-terminals live in a file system of type devpts. Each mount of it has its own, counted from 0: pts(4).",
        "伪终端存在于类型为 devpts 的文件系统中。每次挂载都有自己的一套，从 0 开始编号：见 pts(4)。",
      ),
      both(
        "mkdir /dev/pts, mount a devpts on it, and let /dev/ptmx be a link to pts/ptmx. Its own ptmx has mode 000 unless ptmxmode= says otherwise; terminals get mode=0620,gid=5, so that only the group tty may write to them.",
        "建立 /dev/pts 并挂载 devpts，再让 /dev/ptmx 成为指向 pts/ptmx 的链接。若不指定 ptmxmode=，其中的 ptmx 权限为 000；终端用 mode=0620,gid=5，这样只有 tty 组可以写它们。",
      ),
      both(
        'mount("devpts", "/dev/pts", "devpts", MS.NOSUID | MS.NOEXEC, "newinstance,ptmxmode=0666,…")',
        'mount("devpts", "/dev/pts", "devpts", MS.NOSUID | MS.NOEXEC, "newinstance,ptmxmode=0666,…")',
      ),
    ],
    likely: {
      ...NO_ROOT,
      "no-terminals": both(
        "no devpts of its own is mounted on /dev/pts: nobody in the container can open a terminal",
        "/dev/pts 上没有挂载自己的 devpts：容器里谁也打不开终端",
      ),
      "ptmx-mode": both(
        "without ptmxmode=0666 only root can make terminals (script, ssh, tmux fail for others)",
        "没有 ptmxmode=0666，只有 root 能创建终端（其他用户的 script、ssh、tmux 会失败）",
      ),
      "foreign-terminal": both(
        "the container's terminal is one of the machine's devpts, which has no name inside: tty says “not a tty”",
        "容器的终端属于宿主机的 devpts，在容器里没有名字：tty 会说 “not a tty”",
      ),
      "no-console": both(
        "with -t the terminal is bound on /dev/console too, where init systems and loggers write",
        "使用 -t 时还要把终端 bind 到 /dev/console，init 系统和日志程序会写它",
      ),
    },
  },
};
