/** What mydocker does with groups right from the start, and must go on doing: 2.10 to 2.13. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";

/** By id. */
export const guards: LessonTexts = {
  "2.10": {
    title: both("limits of two containers do not mix", "两个容器的限制互不影响"),
    anchor: "one-group-each",
    hints: [
      both(
        "Start two containers, each with --pids-limit 30 and two dozen processes. Both must fit.",
        "启动两个容器，各带 --pids-limit 30 并各有二十几个进程。两个都应当放得下。",
      ),
      both(
        "A limit holds for a group and everything beneath it: set on the group above, it is one limit for all containers.",
        "限制对一个组及其下属的一切有效：设在上一级组上，就成了所有容器共用的一个限制。",
      ),
      both(
        "A group for each container, named after its id, and the limits in that one.",
        "每个容器一个以其 id 命名的组，限制就写在这个组里。",
      ),
    ],
    likely: {
      "limits-mix": both(
        "the two count against one limit: they share a group, or it is set on the group above them",
        "两个容器计入同一个限制：它们共用一个组，或者限制设在了上一级组",
      ),
    },
  },

  "2.11": {
    title: both("impossible limits are refused", "拒绝不可能的限制"),
    anchor: "values",
    hints: [
      both(
        "mydocker run --cpus 64 /bin/true on a machine with two processors; mydocker run -mem 100 /bin/true, which means 100 bytes.",
        "在双处理器的机器上执行 mydocker run --cpus 64 /bin/true；以及 mydocker run -mem 100 /bin/true，它的意思是 100 字节。",
      ),
      both(
        "Check all values before anything is made: a group, a process, a mount.",
        "在创建任何东西（组、进程、挂载）之前检查所有的值。",
      ),
      both(
        "Exit with 125, and say the option, the value, the reason and what would be possible.",
        "以 125 退出，并说明选项、值、原因以及允许的范围。",
      ),
    ],
    likely: {
      "impossible-accepted": both(
        "the value was not checked; the kernel takes a quota of 64 processors on a machine with two, and it means nothing",
        "没有检查这个值；内核会在双处理器的机器上接受 64 个处理器的配额，但那毫无意义",
      ),
      "refused-without-reason": both(
        "refused, but the error does not name the value, or the exit code is not 125",
        "虽然拒绝了，但错误信息没有指出这个值，或者退出码不是 125",
      ),
    },
  },

  "2.12": {
    title: both("its groups are gone when it has ended", "容器结束后它的组随之消失"),
    anchor: "gone",
    hints: [
      both(
        "After a container has ended: find /sys/fs/cgroup -path '*mydocker/*' -type d.",
        "容器结束之后：find /sys/fs/cgroup -path '*mydocker/*' -type d。",
      ),
      both(
        "A group is a directory and goes with rmdir(2), when no process is in it any more. Its files need not be removed; rm -r cannot.",
        "组是一个目录，没有进程之后用 rmdir(2) 删除。里面的文件不用删，rm -r 也删不掉。",
      ),
      both(
        "Remove it on every way out, also when the command could not be started; whoever is still in it is killed first (EBUSY).",
        "在每条退出路径上都要删除，包括命令没能启动的时候；仍在组里的进程先杀掉（EBUSY）。",
      ),
    ],
    likely: {
      "left-cgroup": both(
        "nobody removes the groups, or not on every way out, or rmdir(2) came while a process was still in them (EBUSY)",
        "没有人删除这些组，或者不是每条路径都删除，或者 rmdir(2) 时组里还有进程（EBUSY）",
      ),
      "left-process": both(
        "processes of the container are still there, so their group cannot go",
        "容器的进程还在，它们的组就无法删除",
      ),
    },
  },

  "2.13": {
    title: both("kill -9 leaves no groups for long", "kill -9 之后组也不会久留"),
    anchor: "killed",
    hints: [
      both(
        "Kill mydocker with kill -9, run any other mydocker command, and look for groups again.",
        "用 kill -9 杀死 mydocker，再运行任意一条 mydocker 命令，然后查看还有没有组。",
      ),
      both(
        "Who is killed cannot clean up. The next command has to find out which groups belong to nobody.",
        "被杀死的程序无法清理。下一条命令必须找出哪些组已经没有主人。",
      ),
      both(
        "A lock (flock(2)) that the owner holds goes by itself when he dies: a group whose lock is free is left over.",
        "主人持有的锁（flock(2)）在他死后自动释放：锁空着的组就是残留的组。",
      ),
    ],
    likely: {
      "not-repaired": both(
        "the next command did not look for groups whose mydocker has gone",
        "下一条命令没有去找失去 mydocker 的组",
      ),
    },
  },
};
