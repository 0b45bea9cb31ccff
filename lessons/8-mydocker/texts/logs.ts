/** What a container writes while nobody looks. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { COMMON } from "./common.ts";

/** 8.5 and 8.6 */
export const logs: LessonTexts = {
  "8.5": {
    title: both("logs shows all that it wrote", "logs 显示它写过的全部内容"),
    anchor: "logs",
    hints: [
      both(
        "A container in the background has no terminal: its output goes into two pipes, and the monitor holds their other ends.",
        "后台容器没有终端：它的输出进入两个管道，另一端由 monitor 持有。",
      ),
      both(
        "The last words often have no newline at their end. They count, too: what is left in the pipe at the end of file belongs into the log.",
        "最后的输出常常没有换行符，但也算数：读到文件结尾时，管道里剩下的内容也要写进日志。",
      ),
    ],
    likely: {
      ...COMMON,
      "no-log": both(
        "nothing is there: it was not written down, or another file is read than is written",
        "什么也没有：没有写下来，或者读的文件不是写的那个",
      ),
      "errors-lost": both(
        "what it wrote to standard error is missing: that is a pipe of its own",
        "缺少写到标准错误的内容：那是另一个管道",
      ),
      "end-lost": both(
        "its last words are missing, as no newline comes after them",
        "缺少最后的内容，因为它后面没有换行符",
      ),
    },
  },

  "8.6": {
    title: both("logs -f follows until the end", "logs -f 一直跟到结束"),
    anchor: "logs",
    hints: [
      both(
        "-f shows what is there, goes on with what comes, and ends with the container.",
        "-f 先显示已有内容，再显示新内容，容器结束时它也结束。",
      ),
      both(
        "inotify(7) tells that a file has grown. The end of the container is told by its monitor, or by its process (pidfd_open(2)).",
        "inotify(7) 会通知文件变长。容器的结束由 monitor 通知，或通过进程得知（pidfd_open(2)）。",
      ),
    ],
    likely: {
      ...COMMON,
      "did-not-follow": both(
        "it showed what was there and ended, while the container went on",
        "显示完已有内容就结束了，而容器还在运行",
      ),
      "timed-out": both(
        "it followed, and went on when the container had ended: nobody told it",
        "它跟上了，但容器结束后还在等：没有人通知它",
      ),
    },
  },
};
