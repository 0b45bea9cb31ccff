/** The end of a container, and of its record. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { COMMON } from "./common.ts";

/** 8.18 and 8.19 */
export const end: LessonTexts = {
  "8.18": {
    title: both("rm removes what has ended, and only that", "rm 只删除已经结束的容器"),
    anchor: "rm",
    hints: [
      both(
        "mydocker rm while it runs is refused, and afterwards it works. Both ask for the state.",
        "容器运行时 mydocker rm 被拒绝，结束后则可以。两者都要看状态。",
      ),
      both(
        "A program that believes its record calls what was killed running for ever, and never removes it.",
        "只相信记录的程序会把被杀死的容器永远当作运行中，也就永远删不掉。",
      ),
    ],
    likely: {
      ...COMMON,
      "removed-while-running": both(
        "the record is gone and the process is not: nobody knows it any more",
        "记录没了，进程还在：再也没有人认识它",
      ),
      "never-removed": both(
        "it has ended, and is refused all the same: does the state come from the record?",
        "它已经结束，却仍被拒绝：状态是不是来自记录？",
      ),
    },
  },

  "8.19": {
    title: both("rm -f ends it and leaves nothing", "rm -f 结束容器，不留任何东西"),
    anchor: "force",
    hints: [
      both(
        "After mydocker rm -f: ps -ef, cat /proc/self/mountinfo, find /sys/fs/cgroup -name '*mydocker*'.",
        "mydocker rm -f 之后看看：ps -ef、cat /proc/self/mountinfo、find /sys/fs/cgroup -name '*mydocker*'。",
      ),
      both(
        "SIGKILL, then wait for the end, then cgroup and mounts, and the record last: with it everything can be found again after a crash.",
        "先 SIGKILL，再等它结束，然后处理 cgroup 和挂载，最后才删记录：有它在，崩溃后还能找到一切。",
      ),
    ],
    likely: {
      ...COMMON,
      "not-forced": both("-f means that it is ended first", "-f 的意思是先结束它"),
      "not-ended": both(
        "the record is gone, and the container's process, mounts or groups are not",
        "记录没了，但容器的进程、挂载或 cgroup 还在",
      ),
    },
  },
};
