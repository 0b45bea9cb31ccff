/** What root in a container may do, and ask for. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { COMMON } from "./common.ts";

/** 8.13 and 8.14 */
export const confined: LessonTexts = {
  "8.13": {
    title: both("root keeps 14 capabilities, and no more", "root 只保留 14 项能力"),
    anchor: "capabilities",
    hints: [
      both(
        "grep CapBnd /proc/self/status in a container, and capsh --decode=… says what the bits mean.",
        "在容器里执行 grep CapBnd /proc/self/status，再用 capsh --decode=… 看这些位的含义。",
      ),
      both(
        "root's power is in some forty parts (capabilities(7)). What is not in the bounding set, no execve(2) can give back.",
        "root 的权力分成四十来份（capabilities(7)）。不在边界集（bounding set）里的，任何 execve(2) 都给不回来。",
      ),
      both(
        "prctl(PR.CAPBSET_DROP, number), for each number from 0 to last that is not kept. last itself is one of them, and so is 0.",
        "对 0 到 last 中每个不保留的编号调用 prctl(PR.CAPBSET_DROP, number)。包括 last 自己，也包括 0。",
      ),
      both(
        "Array.from({ length: last + 1 }, (_, number) => number).filter(…).map(…)",
        "Array.from({ length: last + 1 }, (_, number) => number).filter(…).map(…)",
      ),
    ],
    likely: {
      ...COMMON,
      "did-not-run": both(
        "prctl(2) says EINVAL for a number above last: where last is 40, there are 41 capabilities, 0 to 40",
        "编号超过 last 时，prctl(2) 返回 EINVAL：last 为 40 时一共有 41 项能力，从 0 到 40",
      ),
      "all-kept": both(
        "nothing is dropped: root in the container is root of the machine, and can mount, load modules, and reboot",
        "什么都没有去掉：容器里的 root 就是宿主机的 root，可以挂载、加载模块、重启",
      ),
      inverted: both(
        "those were dropped that should be kept, and the dangerous ones are there",
        "该保留的被去掉了，危险的反而都在",
      ),
      "none-left": both(
        "all are dropped: not even chown works in the container",
        "全都去掉了：容器里连 chown 都不能用",
      ),
      "too-few": both(
        "one that should be kept is gone; number 0, CAP_CHOWN, counts as false in a condition",
        "该保留的少了；0 号 CAP_CHOWN 在条件里算作 false",
      ),
      "one-forgotten": both(
        "one is left that should not be: the highest number counts, too",
        "多留了一项：最大的编号也要算上",
      ),
      "some-too-many": both(
        "the numbers go up to /proc/sys/kernel/cap_last_cap; a set has 64 bits, and half of them were not looked at",
        "编号一直到 /proc/sys/kernel/cap_last_cap；能力集有 64 位，有一半没有处理",
      ),
    },
  },

  "8.14": {
    title: both("a filter looks at each system call", "每个系统调用都经过过滤器"),
    anchor: "seccomp",
    hints: [
      both(
        "grep Seccomp /proc/self/status in a container: 0 is none, 1 the strict mode, 2 a filter.",
        "在容器里执行 grep Seccomp /proc/self/status：0 是没有，1 是严格模式，2 是过滤器。",
      ),
      both(
        "A program of the old packet filter's kind gets the number and arguments of each call and answers: allow, or an errno (seccomp(2)).",
        "一段经典 BPF 程序拿到每次调用的编号和参数，回答：允许，或返回某个 errno（seccomp(2)）。",
      ),
      both(
        "seccomp(SECCOMP.SET_MODE_FILTER, 0, filter). SET_MODE_STRICT allows read, write and exit, and takes no filter.",
        "seccomp(SECCOMP.SET_MODE_FILTER, 0, filter)。SET_MODE_STRICT 只允许 read、write 和 exit，不接受过滤器。",
      ),
    ],
    likely: {
      ...COMMON,
      "no-filter": both(
        "the list of allowed calls was never installed: all 350 calls of the kernel are open",
        "允许列表没有安装：内核的 350 多个系统调用全部开放",
      ),
      "did-not-run": both(
        "seccomp(2) was refused, or the filter is so early that it refuses what comes after it: is it the filter mode, and the last call before the execve?",
        "seccomp(2) 被拒绝，或者过滤器装得太早，拒绝了后面的调用：是过滤器模式吗？是 execve 之前的最后一个调用吗？",
      ),
    },
  },
};
