/** Asking a container to end, and seeing to it. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { COMMON } from "./common.ts";

/** 8.11, 8.12 and 8.21 */
export const stop: LessonTexts = {
  "8.11": {
    title: both("stop asks first, and lets it end by itself", "stop 先请求，让容器自行结束"),
    anchor: "stop",
    hints: [
      both(
        "mydocker run -d IMAGE sh -c 'trap \"exit 5\" TERM; while :; do sleep 1; done', mydocker stop, mydocker ps -a: 5 or 137?",
        "执行 mydocker run -d IMAGE sh -c 'trap \"exit 5\" TERM; while :; do sleep 1; done'，然后 mydocker stop，再看 mydocker ps -a：是 5 还是 137？",
      ),
      both(
        "A database that gets SIGTERM writes its data and ends (signal(7)). It needs time for that, and no more than it needs.",
        "数据库收到 SIGTERM 会写完数据再结束（signal(7)）。要给它时间，但它一结束就不必再等。",
      ),
      both(
        "Four steps: send the signal, wait so many milliseconds, send 9, wait for ever. A wait that sees the end is the last step.",
        "四步：发信号，等若干毫秒，发 9，一直等。哪一次等待看到结束，就到此为止。",
      ),
      both(
        "return [{ send: signal }, { wait: … }, { send: 9 }, { wait: Number.POSITIVE_INFINITY }];",
        "return [{ send: signal }, { wait: … }, { send: 9 }, { wait: Number.POSITIVE_INFINITY }];",
      ),
    ],
    likely: {
      ...COMMON,
      "still-runs": both(
        "stop has ended, and the container has not: nothing was sent, or nobody waited",
        "stop 结束了，容器却没有：没有发信号，或者没有等待",
      ),
      "timed-out": both(
        "stop waits for a container that nobody has asked to end",
        "stop 在等一个没有人请求它结束的容器",
      ),
      "killed-at-once": both(
        "it was killed before it could end by itself: between SIGTERM and SIGKILL belongs a wait",
        "还没来得及自行结束就被杀死：SIGTERM 和 SIGKILL 之间要等待",
      ),
      "never-asked": both(
        "the time went by, and then it was killed, but nobody had sent it SIGTERM",
        "时间耗尽后被杀死，但从来没有给它发过 SIGTERM",
      ),
      "other-end": both("it ended otherwise than it wanted to", "它没有按自己的方式结束"),
      "waits-for-nothing": both(
        "it was slept, not waited: the end of a process can be waited for, with a limit (pidfd_open(2), poll(2))",
        "用的是睡眠而不是等待：可以带时限地等待进程结束（pidfd_open(2)、poll(2)）",
      ),
    },
  },

  "8.12": {
    title: both("what does not obey is killed after the time-out", "不服从的容器在超时后被杀死"),
    anchor: "ignored",
    hints: [
      both(
        "mydocker run -d IMAGE sleep 1000, mydocker stop -t 1: sleep has no handler for SIGTERM, and is PID 1.",
        "执行 mydocker run -d IMAGE sleep 1000，再 mydocker stop -t 1：sleep 没有 SIGTERM 的处理函数，而且是 1 号进程。",
      ),
      both(
        "The kernel keeps signals from a PID 1 that has no handler for them; only SIGKILL from outside always arrives (pid_namespaces(7)).",
        "1 号进程没有处理函数的信号，内核不会递送；只有来自外面的 SIGKILL 一定有效（pid_namespaces(7)）。",
      ),
      both(
        "After { wait: seconds * 1000 } come { send: 9 } and a wait without a limit. wait is in milliseconds.",
        "在 { wait: seconds * 1000 } 之后是 { send: 9 }，再加一个没有时限的等待。wait 的单位是毫秒。",
      ),
    ],
    likely: {
      ...COMMON,
      "timed-out": both(
        "only SIGTERM was sent, which PID 1 ignores, and so stop waits for ever",
        "只发了 SIGTERM，而 1 号进程忽略它，于是 stop 永远等下去",
      ),
      "ignored-for-ever": both(
        "stop said that the container has stopped, but only SIGTERM was sent, and PID 1 ignores it",
        "stop 说容器已停止，但只发了 SIGTERM，而 1 号进程忽略了它",
      ),
      "no-time-given": both(
        "it was killed before its time was up: -t is in seconds, wait in milliseconds",
        "时限未到就被杀死：-t 的单位是秒，wait 是毫秒",
      ),
      "untrue-end": both(
        "it was killed, and the record says that it ended otherwise",
        "它是被杀死的，记录里写的却不是",
      ),
    },
  },

  "8.21": {
    title: both(
      "stop has times of no length, and without an end",
      "stop 的时限可以是 0，也可以没有尽头",
    ),
    anchor: "stop",
    hints: [
      both(
        "mydocker stop -t -1 waits for ever, -t 0 kills at once after asking, and who asks with SIGKILL has no second thing to send. stopSteps is asked for its steps.",
        "mydocker stop -t -1 永远等待，-t 0 请求之后立即杀死；用 SIGKILL 来请求，就没有别的可发了。这里直接问 stopSteps 有哪些步骤。",
      ),
      both(
        "Signal 9 cannot be ignored (signal(7)): after it there is only a wait without a limit.",
        "信号 9 无法忽略（signal(7)）：发出之后只需没有时限地等待。",
      ),
      both(
        "if (signal === 9) return […]; if (seconds < 0) return […]; return […four steps…];",
        "if (signal === 9) return […]; if (seconds < 0) return […]; return […four steps…];",
      ),
    ],
    likely: {
      threw: both("the function throws", "函数抛出了异常"),
      "killed-after-all": both(
        "below 0 there is no limit: the container is asked, and then waited for",
        "小于 0 表示没有时限：请求之后一直等",
      ),
      "never-killed": both(
        "0 is a time too, a very short one: what has not ended by then is killed",
        "0 也是一个时限，只是非常短：到时还没结束就杀死",
      ),
      "killed-twice": both(
        "it is SIGKILL that was asked for: there is nothing to add to it",
        "请求用的就是 SIGKILL：没有什么可再发的",
      ),
    },
  },
};
