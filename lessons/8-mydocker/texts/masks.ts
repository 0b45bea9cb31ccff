/** Files of the kernel that a container must not read, or not write. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { COMMON } from "./common.ts";

/** 8.15 to 8.17 */
export const masks: LessonTexts = {
  "8.15": {
    title: both("the null device hides files of the kernel", "null 设备遮住内核文件"),
    anchor: "masks",
    hints: [
      both(
        "ls -l /proc/kcore /proc/keys /proc/interrupts in a container, and in a container of docker's.",
        "在自己的容器和 docker 的容器里分别执行 ls -l /proc/kcore /proc/keys /proc/interrupts。",
      ),
      both(
        "Nobody can delete a file of /proc, but a file can be bind-mounted over it (mount(2)). /dev/null can be read, and is empty.",
        "/proc 的文件删不掉，但可以把别的文件绑定挂载在它上面（mount(2)）。/dev/null 可以读，内容为空。",
      ),
      both(
        'The first name gets the mount in slot("null") by move_mount; the others a bind mount, source the first, target the name. What a machine lacks is tolerated: ENOENT.',
        '第一个名字用 move_mount 得到 slot("null") 里的挂载；其余的用绑定挂载，源是第一个，目标是该名字。机器上没有的要容忍：ENOENT。',
      ),
      both(
        '[move_mount(slot("null"), "", AT_FDCWD, first, …), ...others.map((name) => tolerate([ERRNO.ENOENT], mount(…)))]',
        '[move_mount(slot("null"), "", AT_FDCWD, first, …), ...others.map((name) => tolerate([ERRNO.ENOENT], mount(…)))]',
      ),
    ],
    likely: {
      ...COMMON,
      "files-open": both(
        "nothing is masked: /proc/kcore is all memory of the machine, /proc/keys all keys",
        "什么都没有遮住：/proc/kcore 是整台机器的内存，/proc/keys 是所有密钥",
      ),
      "some-files-open": both(
        "the first file is masked, and the others are not",
        "第一个文件遮住了，其余的没有",
      ),
      "bound-backwards": both(
        "source and target are swapped: the files lie on top of the mask, one over the other",
        "源和目标弄反了：文件一个叠一个地盖在遮罩上",
      ),
      "did-not-run": both(
        "no machine has all of these files: ENOENT for one of the others is no reason to give up",
        "没有哪台机器这些文件都有：其余文件报 ENOENT 不该放弃",
      ),
    },
  },

  "8.16": {
    title: both("empty directories hide directories of the kernel", "空目录遮住内核目录"),
    anchor: "directories",
    hints: [
      both(
        "ls /sys/firmware in a container shows the machine's ACPI tables.",
        "在容器里执行 ls /sys/firmware，会看到机器的 ACPI 表。",
      ),
      both(
        "A directory can only be covered by a directory (ENOTDIR otherwise): an empty tmpfs, read-only, or the container has a place to keep things in.",
        "目录只能用目录来盖（否则 ENOTDIR）：用一个空的 tmpfs，而且只读，否则容器就多了一处能存东西的地方。",
      ),
      both(
        'names.map((name) => tolerate([ERRNO.ENOENT], mount("tmpfs", name, "tmpfs", UNSAFE | MS.RDONLY, null)))',
        'names.map((name) => tolerate([ERRNO.ENOENT], mount("tmpfs", name, "tmpfs", UNSAFE | MS.RDONLY, null)))',
      ),
    ],
    likely: {
      ...COMMON,
      "directories-open": both(
        "the directories still show what the kernel has in them: a directory that is bound on itself hides nothing",
        "目录里仍是内核的内容：把目录绑定到自己身上什么也遮不住",
      ),
      "directories-writable": both(
        "the tmpfs is empty, but can be written to: MS_RDONLY is missing",
        "tmpfs 是空的，却可以写：缺少 MS_RDONLY",
      ),
      "did-not-run": both(
        "a file cannot be mounted on a directory: ENOTDIR",
        "文件不能挂载到目录上：ENOTDIR",
      ),
    },
  },

  "8.17": {
    title: both("the kernel's settings can be read, and not written", "内核设置可读不可写"),
    anchor: "read-only",
    hints: [
      both(
        "grep ' /proc/sys ' /proc/self/mountinfo in a container. Is there a line, and does it say ro?",
        "在容器里执行 grep ' /proc/sys ' /proc/self/mountinfo。有没有这一行？写的是 ro 吗？",
      ),
      both(
        "Only a mount can be read-only, so the directory is bound on itself first. That call ignores MS_RDONLY; a second one sets it (mount(2), MS_REMOUNT | MS_BIND).",
        "只有挂载才能只读，所以先把目录绑定到自己身上。这次调用会忽略 MS_RDONLY，要用第二次调用来设置（mount(2)，MS_REMOUNT | MS_BIND）。",
      ),
      both(
        "MS_REMOUNT with MS_BIND changes this mount, without it the whole file system. And it sets all flags anew: say nosuid, nodev and noexec again.",
        "MS_REMOUNT 加 MS_BIND 只改这个挂载，不加则改整个文件系统。它会重设所有标志：nosuid、nodev 和 noexec 要再写一遍。",
      ),
      both(
        "names.flatMap((name) => [tolerate(…, mount(name, name, null, MS.BIND | MS.REC, null)), tolerate(…, mount(null, name, null, MS.REMOUNT | …, null))])",
        "names.flatMap((name) => [tolerate(…, mount(name, name, null, MS.BIND | MS.REC, null)), tolerate(…, mount(null, name, null, MS.REMOUNT | …, null))])",
      ),
    ],
    likely: {
      ...COMMON,
      "kernel-writable": both(
        "there are no mounts of their own: echo c > /proc/sysrq-trigger in the container ends the machine",
        "没有各自的挂载：在容器里 echo c > /proc/sysrq-trigger 就能让机器崩溃",
      ),
      "bound-not-read-only": both(
        "bound, and still writable: a bind mount ignores MS_RDONLY until it is remounted",
        "绑定了，但仍可写：绑定挂载会忽略 MS_RDONLY，要再 remount 一次",
      ),
      "all-read-only": both(
        "without MS_BIND a remount is about the file system: all of /proc is read-only now, the container's own part of it too",
        "不带 MS_BIND 的 remount 针对整个文件系统：现在整个 /proc 都只读了，连容器自己的部分也是",
      ),
      "flags-lost": both(
        "a remount sets all flags, and those that are not named are gone: nosuid, nodev, noexec",
        "remount 会重设所有标志，没写的就没了：nosuid、nodev、noexec",
      ),
      "hidden-not-protected": both(
        "an empty directory stands in its place, but programs need to read it",
        "它的位置上是空目录，但程序需要读取它",
      ),
    },
  },
};
