/** The new root and the old one. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_ROOT } from "./start.ts";

const NOT_DETACHED = both(
  "the roots were exchanged, but the old one was never unmounted: umount2(…, MNT_DETACH)",
  "两个根已经交换，但旧的根没有卸载：umount2(…, MNT_DETACH)",
);

const CHROOT = both(
  "the root was only changed by chroot(2): the mount namespace still has all of the machine's mounts, and whoever is root finds back to them",
  "只是用 chroot(2) 换了根：挂载命名空间里仍有宿主机的全部挂载，root 用户能找到回去的路",
);

/** 3.1 to 3.4 */
export const root: LessonTexts = {
  "3.1": {
    title: both("the given directory is the container's /", "给定的目录就是容器的 /"),
    anchor: "enter",
    hints: [
      both(
        "npm run try -- run -rootfs=/tmp/busybox /bin/ls / lists the machine's directories (npm run busybox /tmp/busybox makes that root).",
        "npm run try -- run -rootfs=/tmp/busybox /bin/ls / 列出的是宿主机的目录（npm run busybox /tmp/busybox 可生成这个根目录）。",
      ),
      both(
        "pivot_root(2) makes a mount the root of the mount namespace, and puts the old root somewhere else. Read its ERRORS: it says no to a directory that is not a mount.",
        "pivot_root(2) 把一个挂载点变成挂载命名空间的根，并把旧的根移到别处。请看手册的 ERRORS 一节：不是挂载点的目录会被拒绝。",
      ),
      both(
        'Three calls: bind the directory on itself (MS_BIND, and MS_REC for what is mounted below), change to it, pivot_root. With "." for both arguments no directory for the old root is needed: see NOTES.',
        "三个调用：把目录 bind 挂载到自身（MS_BIND，再加 MS_REC 以包含其下的挂载）、进入它、pivot_root。两个参数都用 “.”，就不需要为旧的根准备目录：见手册的 NOTES 一节。",
      ),
      both(
        'In inside/root.ts: return [mount(root, root, null, …), chdir(…), pivot_root(".", ".")];  and in leaveMachine: [umount2(".", …), chdir("/")]',
        '在 inside/root.ts 中：return [mount(root, root, null, …), chdir(…), pivot_root(".", ".")];  在 leaveMachine 中：[umount2(".", …), chdir("/")]',
      ),
    ],
    likely: {
      ...NO_ROOT,
      "working-directory-outside": both(
        "the root was changed and the working directory was not: chdir(2) to the new / must follow",
        "换了根目录，却没有换工作目录：之后还要用 chdir(2) 进入新的 /",
      ),
      "other-files": both(
        "the command did not see the files of the new root, or could not run in it",
        "命令看到的不是新根目录里的文件，或者无法在其中运行",
      ),
    },
  },

  "3.2": {
    title: both("nothing of the machine is mounted in it", "容器里没有宿主机的任何挂载"),
    anchor: "detach",
    hints: [
      both(
        "cat /proc/PID/mountinfo from outside, or mount in the container: each line is a file system that can be reached from inside.",
        "在外面执行 cat /proc/PID/mountinfo，或在容器里执行 mount：每一行都是从容器内能够到达的文件系统。",
      ),
      both(
        "pivot_root(2) moves the old root, it does not unmount it; and all that is mounted below it moves along.",
        "pivot_root(2) 只是移动旧的根，并不卸载它；其下的所有挂载也一起跟着移动。",
      ),
      both(
        "umount2(2) takes it away, with all below. Since this process itself was started from there, it is in use: MNT_DETACH.",
        "umount2(2) 把它连同其下的挂载一起卸载。这个进程自己就是从那里启动的，所以它在使用中：需要 MNT_DETACH。",
      ),
      both(
        'After pivot_root(".", ".") the old root lies on top of the new one, and umount2(".", MNT.DETACH) means the topmost.',
        '在 pivot_root(".", ".") 之后，旧的根叠在新的根上面，umount2(".", MNT.DETACH) 指的就是最上面的那个。',
      ),
    ],
    likely: {
      ...NO_ROOT,
      "old-root-attached": NOT_DETACHED,
      "machine-mounts": both(
        "something of the machine's was bound into the new root, such as its /dev or /sys: a container mounts its own",
        "把宿主机的东西 bind 到了新的根目录里，例如它的 /dev 或 /sys：容器应当挂载自己的",
      ),
      "only-chroot": CHROOT,
    },
  },

  "3.3": {
    title: both("there is no way back to the machine's files", "没有任何途径能回到宿主机的文件"),
    anchor: "out-of-reach",
    hints: [
      both(
        "The probe in the container tries seven ways to open the machine's /etc/passwd. The line “observed” names those that worked.",
        "容器里的探测程序用七种办法尝试打开宿主机的 /etc/passwd。“observed”一行列出了成功的办法。",
      ),
      both(
        "A root is only where paths begin. Whoever has a descriptor, a working directory or a mount outside of it can walk from there; and `..` stops nowhere but at one's own root: chroot(2), NOTES; path_resolution(7).",
        "根目录只是路径的起点。只要手里有外面的描述符、工作目录或挂载，就可以从那里走出去；而 `..` 只会停在自己的根：见 chroot(2) 的 NOTES 一节和 path_resolution(7)。",
      ),
      both(
        "What is not in the mount namespace any more cannot be walked to. What is still open must be closed, or be close-on-exec (O_CLOEXEC).",
        "不在挂载命名空间里的东西就再也走不到了。仍然打开着的东西必须关闭，或设为 close-on-exec（O_CLOEXEC）。",
      ),
      both(
        "pivot_root instead of chroot; umount2 with MNT_DETACH; chdir to /; no descriptor that the plan opens without O.CLOEXEC.",
        "用 pivot_root 而不是 chroot；用带 MNT_DETACH 的 umount2；chdir 到 /；计划里打开的描述符都要带 O.CLOEXEC。",
      ),
    ],
    likely: {
      ...NO_ROOT,
      "machine-proc": both(
        "/proc is the machine's, and its process 1 has the machine's root: a new /proc is missing",
        "/proc 是宿主机的，其中的 1 号进程拥有宿主机的根：缺少新的 /proc",
      ),
      "old-root-attached": NOT_DETACHED,
      "old-root-stacked": both(
        'the old root still lies on top of the new one, and "/.." leads up to it: umount2(".", MNT_DETACH)',
        '旧的根仍叠在新的根上面，“/..” 会走到它那里：umount2(".", MNT_DETACH)',
      ),
      "chroot-left": CHROOT,
      "working-directory-outside": both(
        "the working directory is still outside the new root: chdir(2) was forgotten",
        "工作目录仍在新的根目录之外：忘了 chdir(2)",
      ),
      "descriptor-kept": both(
        "a descriptor of the machine is open in the container: one that the plan opened without O_CLOEXEC, or one that mydocker was started with (CVE-2024-21626)",
        "容器里有一个打开着的、属于宿主机的描述符：可能是计划打开时没有加 O_CLOEXEC，也可能是 mydocker 启动时就带着的（CVE-2024-21626）",
      ),
    },
  },

  "3.4": {
    title: both("the machine's mounts stay as they were", "宿主机的挂载保持原样"),
    anchor: "private",
    hints: [
      both(
        "Compare cat /proc/self/mountinfo on the machine: before, while the container runs, and afterwards.",
        "比较宿主机上 cat /proc/self/mountinfo 的输出：运行之前、容器运行期间、结束之后。",
      ),
      both(
        "Mounts that are shared propagate in both directions: the bind mount of the new root appears on the machine, and unmounting the old root would unmount the machine's.",
        "共享的挂载会双向传播：新根目录的 bind 挂载会出现在宿主机上，而卸载旧的根会连宿主机的也一起卸载。",
      ),
      both(
        "Lesson 1's privateMounts comes first in the plan. It has to reach all mounts: MS_REC.",
        "第 1 课的 privateMounts 在计划的最前面。它必须作用于所有挂载：MS_REC。",
      ),
    ],
    likely: NO_ROOT,
  },
};
