/** What ps says, and what is the case. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { COMMON, UP_FOR_EVER } from "./common.ts";

/** 8.1 to 8.4 */
export const state: LessonTexts = {
  "8.1": {
    title: both("ps shows what runs", "ps 显示正在运行的容器"),
    anchor: "state",
    hints: [
      both(
        "mydocker run -d IMAGE top, then mydocker ps and ps -ef beside each other: who is right?",
        "先 mydocker run -d IMAGE top，再把 mydocker ps 和 ps -ef 放在一起看：谁说得对？",
      ),
      both(
        "A container runs when its first process lives. That is asked of the kernel each time (proc(5), /proc/PID/stat); a file can only say what was.",
        "容器的首个进程活着，容器就在运行。这一点每次都要问内核（proc(5)，/proc/PID/stat）；文件只能说明过去。",
      ),
      both(
        "Of the facts, `process` is what was remembered, `now` what the kernel says of that pid at this moment. Alive and not frozen is running, frozen is paused.",
        "在各项事实中，`process` 是记下来的，`now` 是内核此刻对这个 pid 的说法。活着且没有冻结是 running，冻结了是 paused。",
      ),
      both(
        'if (!process) return "created"; if (…now is that process…) return frozen ? "paused" : "running";',
        'if (!process) return "created"; if (…now 就是那个进程…) return frozen ? "paused" : "running";',
      ),
    ],
    likely: {
      ...COMMON,
      "not-listed": both(
        "its process lives, but it is taken for one that never ran or has ended; while it runs there is no exit code yet, and that is as it should be",
        "进程活着，却被当成从未运行或已经结束；运行时还没有退出码，这是正常的",
      ),
      "not-up": both(
        "it is listed, but as something else than running: is frozen asked the wrong way round?",
        "列出来了，但状态不是正在运行：frozen 是不是判断反了？",
      ),
    },
  },

  "8.2": {
    title: both(
      "what has ended is listed with its exit code, and only by ps -a",
      "结束的容器带退出码，且只有 ps -a 列出",
    ),
    anchor: "ended",
    hints: [
      both(
        "mydocker run -d IMAGE sh -c 'exit 7', then mydocker ps -a.",
        "先 mydocker run -d IMAGE sh -c 'exit 7'，再看 mydocker ps -a。",
      ),
      both(
        "How a process ended is told once, to its parent (wait(2)). The monitor is that parent, and writes it down; exitCode is what it wrote.",
        "进程如何结束，内核只告诉父进程一次（wait(2)）。monitor 就是这个父进程，它把结果写下来；exitCode 就是它写下的内容。",
      ),
      both(
        "A process that is gone and an exit code: exited. Gone and no exit code: dead. 0 is an exit code.",
        "进程没了且有退出码：exited。进程没了又没有退出码：dead。0 也是退出码。",
      ),
    ],
    likely: {
      ...COMMON,
      "up-for-ever": UP_FOR_EVER,
      "no-exit-code": both(
        "its end was seen, but not that the monitor wrote down how it ended: is exitCode looked at?",
        "看到它结束了，却没看到 monitor 写下的结局：有没有看 exitCode？",
      ),
      "zero-is-nothing": both(
        "the exit code 0 was taken for none, since it counts as false in a condition",
        "退出码 0 在条件里算作 false，于是被当成没有退出码",
      ),
      "ended-listed": both(
        "ps without -a lists only what runs",
        "不带 -a 的 ps 只列出正在运行的容器",
      ),
    },
  },

  "8.3": {
    title: both("kill -9 ends a container, and ps knows", "kill -9 之后，ps 立刻知道容器已经结束"),
    anchor: "zombie",
    hints: [
      both(
        "Kill the container's process from outside, and ask mydocker ps at once. Then look at State in /proc/PID/status.",
        "从外面杀死容器的进程，马上执行 mydocker ps。再看 /proc/PID/status 里的 State。",
      ),
      both(
        "A process that has ended keeps its pid until its parent has asked how (a zombie, Z). It has a directory in /proc, and runs no more.",
        "进程结束后，在父进程回收它之前仍占着 pid（僵尸进程，Z）。它在 /proc 里还有目录，但已经不再运行。",
      ),
      both('now.state !== "Z" belongs to being alive.', '“活着”的条件里要有 now.state !== "Z"。'),
    ],
    likely: {
      ...COMMON,
      "up-for-ever": UP_FOR_EVER,
      "zombie-lives": both(
        "a zombie was taken for a process that runs: /proc/PID exists, and state is Z",
        "僵尸进程被当成正在运行：/proc/PID 存在，但 state 是 Z",
      ),
      "signal-not-told": both(
        "what a signal has ended is told as 128 and the number of the signal: 137 for SIGKILL",
        "被信号终止的进程，退出码是 128 加信号编号：SIGKILL 即 137",
      ),
    },
  },

  "8.4": {
    title: both(
      "another process with the same pid is not the container",
      "pid 相同的另一个进程不是容器",
    ),
    anchor: "reused",
    hints: [
      both(
        "Pids come round: after some thousand processes, or after a reboot, somebody else has the number.",
        "pid 会循环使用：几万个进程之后，或重启之后，这个数字就是别人的了。",
      ),
      both(
        "A pid and the time when the process began (field 22 of /proc/PID/stat, in clock ticks since boot), and which boot that was, name a process for good.",
        "pid、进程的启动时间（/proc/PID/stat 第 22 个字段，开机以来的时钟滴答数），再加上是哪一次开机，三者才能唯一确定一个进程。",
      ),
      both(
        "now?.startTime === process.startTime && boot === process.boot",
        "now?.startTime === process.startTime && boot === process.boot",
      ),
    ],
    likely: {
      ...COMMON,
      "record-believed": both(
        "monitor and container were killed, so nobody wrote an end down; that no end is written does not mean that it runs",
        "monitor 和容器都被杀死，没有人写下结局；没写结局不等于还在运行",
      ),
      "pid-of-another": both(
        "only the pid was compared, and it is another process's by now: stop would kill a stranger",
        "只比较了 pid，而它现在属于别的进程：stop 会杀死不相干的进程",
      ),
    },
  },
};
