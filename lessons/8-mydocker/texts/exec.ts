/** A command in a container that runs. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { COMMON } from "./common.ts";

const REFUSED = both(
  "exec could not start the command: its message names the system call. The groups' files are in sight only before the mount namespace is joined, and a child belongs after the last setns(2)",
  "exec 无法启动命令：错误信息写明了系统调用。加入挂载命名空间之前才看得到 cgroup 的文件；子进程要放在最后一个 setns(2) 之后",
);

/** 8.7 to 8.10, and 8.20 */
export const exec: LessonTexts = {
  "8.7": {
    title: both("exec joins all namespaces of the container", "exec 加入容器的所有命名空间"),
    anchor: "exec",
    hints: [
      both(
        "mydocker exec BIRD sleep 100 in one terminal; in another, compare ls -l /proc/PID/ns of it and of the container's PID 1.",
        "在一个终端执行 mydocker exec BIRD sleep 100；在另一个终端比较它和容器 1 号进程的 ls -l /proc/PID/ns。",
      ),
      both(
        "setns(2) joins a namespace by a descriptor of /proc/PID/ns/NAME. One is different: after joining a PID namespace it is the caller's children who are in it (pid_namespaces(7)).",
        "setns(2) 通过 /proc/PID/ns/NAME 的描述符加入命名空间。有一个不同：加入 PID 命名空间后，进入其中的是调用者的子进程（pid_namespaces(7)）。",
      ),
      both(
        "For each of namespaces: setns(slot(name), NAMESPACES[name]), then close(slot(name)). At the end a clone(CLONE.PARENT), whose child goes on with the plan.",
        "对每个 namespaces：setns(slot(name), NAMESPACES[name])，再 close(slot(name))。最后是 clone(CLONE.PARENT)，由子进程继续执行计划。",
      ),
      both(
        "return [prctl(…), ...namespaces.flatMap((name) => [setns(…), close(…)]), clone(…)];",
        "return [prctl(…), ...namespaces.flatMap((name) => [setns(…), close(…)]), clone(…)];",
      ),
    ],
    likely: {
      ...COMMON,
      "exec-refused": REFUSED,
      "on-machine": both(
        "the command runs on the machine, in none of the container's namespaces",
        "命令运行在宿主机上，没有进入容器的任何命名空间",
      ),
      "pid-missing": both(
        "the PID namespace was joined, but the command is not a child: setns(2) moves only children into it",
        "加入了 PID 命名空间，但命令不是子进程：setns(2) 只让之后的子进程进入",
      ),
      "net-missing": both(
        "it has the machine's network: a server that is started by exec would be on the machine",
        "它用的是宿主机的网络：由 exec 启动的服务会运行在宿主机网络上",
      ),
      "some-missing": both(
        "some namespaces were left out: the list has all that the container does not share with the machine",
        "漏掉了几个命名空间：列表里是容器不与宿主机共享的全部命名空间",
      ),
    },
  },

  "8.8": {
    title: both("exec counts towards the container's limits", "exec 的命令计入容器的限制"),
    anchor: "groups",
    hints: [
      both(
        "cat /proc/PID/cgroup of the command, and of the container's PID 1.",
        "比较该命令和容器 1 号进程的 /proc/PID/cgroup。",
      ),
      both(
        "Groups do not come with namespaces. In version 1 each controller has a file `tasks` into which a process writes itself; in version 2 clone3(2) bears it there.",
        "加入命名空间并不会加入 cgroup。版本 1 中每个控制器都有 `tasks` 文件，进程要把自己写进去；版本 2 中由 clone3(2) 直接在组里创建。",
      ),
      both(
        'groups.flatMap((file) => [keep("group", open(file, O.WRONLY | O.CLOEXEC)), write(slot("group"), "0"), close(slot("group"))])',
        'groups.flatMap((file) => [keep("group", open(file, O.WRONLY | O.CLOEXEC)), write(slot("group"), "0"), close(slot("group"))])',
      ),
    ],
    likely: {
      ...COMMON,
      "exec-refused": REFUSED,
      "not-in-group": both(
        "what exec starts is in no group of the container: it has all the memory and processors of the machine",
        "exec 启动的进程不在容器的任何 cgroup 里：它可以用掉宿主机的全部内存和 CPU",
      ),
      "some-groups-missing": both(
        "in version 1 each controller has a hierarchy and a file of its own, and some were left out",
        "版本 1 中每个控制器都有自己的层级和文件，漏掉了其中一些",
      ),
    },
  },

  "8.9": {
    title: both(
      "exec has the container's variables and passes the exit code on",
      "exec 带有容器的变量并传回退出码",
    ),
    anchor: "environment",
    hints: [
      both(
        "mydocker exec BIRD env, beside /proc/PID/environ of the container's PID 1.",
        "比较 mydocker exec BIRD env 和容器 1 号进程的 /proc/PID/environ。",
      ),
      both(
        "The variables come from the record: the image's, over them those of -e. Its exit code is told to its parent, and that has to be mydocker (CLONE_PARENT).",
        "变量来自记录：先是镜像的，再由 -e 覆盖。退出码只告诉父进程，而父进程必须是 mydocker（CLONE_PARENT）。",
      ),
    ],
    likely: {
      ...COMMON,
      "environment-lost": both(
        "exec has other variables than the container was run with",
        "exec 的变量与容器运行时的不同",
      ),
      "exit-code-lost": both(
        "the command's exit code did not arrive: it has another parent, or nobody passed it on",
        "命令的退出码没有传回来：父进程是别人，或者没有人转交",
      ),
    },
  },

  "8.10": {
    title: both("exec is confined as the container is", "exec 与容器受同样的约束"),
    anchor: "confined-exec",
    hints: [
      both(
        "grep -E 'Cap|Seccomp' /proc/PID/status, of the command and of the container's PID 1.",
        "对该命令和容器 1 号进程分别执行 grep -E 'Cap|Seccomp' /proc/PID/status。",
      ),
      both(
        "Capabilities and the filter are not joined but inherited, from whoever is the parent; the parent of exec comes from the machine and has all of them.",
        "能力集和过滤器不能“加入”，只能从父进程继承；而 exec 的父进程来自宿主机，什么权限都有。",
      ),
    ],
    likely: {
      ...COMMON,
      "exec-allowed-more": both(
        "what exec starts may do more than the container: it has to be confined once more, right before the execve",
        "exec 启动的进程比容器的权限更大：要在 execve 之前再约束一次",
      ),
    },
  },

  "8.20": {
    title: both("exec shuts itself before it goes in", "exec 进去之前先把自己关好"),
    anchor: "confined-exec",
    hints: [
      both(
        "Between the first setns(2) and the execve there are milliseconds in which a process of the container could look into ours. So enterContainer is asked what it returns.",
        "从第一个 setns(2) 到 execve 之间有几毫秒，容器里的进程可以窥探我们的进程。所以这里直接问 enterContainer 返回什么。",
      ),
      both(
        "Who may look into a process, by /proc/PID or ptrace(2), depends on its being dumpable: prctl(2), PR_SET_DUMPABLE. And a descriptor of the machine is a way back to the machine.",
        "谁能通过 /proc/PID 或 ptrace(2) 窥探一个进程，取决于它是否 dumpable：prctl(2) 的 PR_SET_DUMPABLE。而宿主机的描述符就是回到宿主机的路。",
      ),
      both(
        "return [prctl(PR.SET_DUMPABLE, 0), …], and for each namespace setns(slot(name), …), close(slot(name)).",
        "return [prctl(PR.SET_DUMPABLE, 0), …]，并且对每个命名空间 setns(slot(name), …)、close(slot(name))。",
      ),
    ],
    likely: {
      threw: both("the function throws", "函数抛出了异常"),
      "open-to-look": both(
        "a process in the container can read our memory, and take what we have open, as soon as we are in its PID namespace (CVE-2016-9962)",
        "一旦进入容器的 PID 命名空间，容器里的进程就能读我们的内存、拿走我们打开的东西（CVE-2016-9962）",
      ),
      "door-left-open": both(
        "a namespace's descriptor has done its work with setns(2): close it then",
        "setns(2) 之后，命名空间的描述符就没有用了：应当关闭",
      ),
    },
  },
};
