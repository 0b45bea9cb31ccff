/** What mydocker does right from the start, and must go on doing. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";

const OUTLIVES = both(
  "the container has to die with mydocker: PR_SET_PDEATHSIG in its first process, set again after setuid",
  "容器必须随 mydocker 一起结束：在它的第一个进程里设置 PR_SET_PDEATHSIG，并在 setuid 之后再设一次",
);

/** 1.11 to 1.19 */
export const guards: LessonTexts = {
  "1.11": {
    title: both("its exit code is mydocker's", "容器的退出码就是 mydocker 的退出码"),
    anchor: "exit-codes",
    hints: [
      both(
        "mydocker run /bin/sh -c 'exit 7'; echo $? has to print 7.",
        "mydocker run /bin/sh -c 'exit 7'; echo $? 应当打印 7。",
      ),
      both(
        "A parent learns of its child's end from wait(2): WIFEXITED, WEXITSTATUS.",
        "父进程通过 wait(2) 得知子进程如何结束：WIFEXITED、WEXITSTATUS。",
      ),
      both(
        "End mydocker itself with that code, on every path that comes after the wait.",
        "在等待之后的每条路径上，都要让 mydocker 以这个退出码结束。",
      ),
    ],
    likely: {
      "exit-code-lost": both(
        "mydocker ends with 0 whatever the command ended with",
        "无论命令以什么退出码结束，mydocker 都以 0 结束",
      ),
      "exit-code-changed": both(
        "the exit code was changed on its way, or mydocker failed after the command had ended",
        "退出码在传递途中被改变，或者 mydocker 在命令结束之后出了错",
      ),
    },
  },

  "1.12": {
    title: both("signals pass in both directions", "信号双向传递"),
    anchor: "signals",
    hints: [
      both(
        "Kill a container's process from outside and print $?; send SIGTERM to mydocker while the command has a handler.",
        "从外面杀死容器进程并打印 $?；在命令设置了信号处理函数时，向 mydocker 发送 SIGTERM。",
      ),
      both(
        "wait(2) tells a death by signal apart from an exit: WIFSIGNALED. Shells and docker make 128 and the signal's number of it.",
        "wait(2) 能区分被信号杀死和正常退出：WIFSIGNALED。shell 和 docker 把它表示为 128 加信号编号。",
      ),
      both(
        "Handlers in mydocker send the signal on to the container's PID 1; they are set before the command can run.",
        "mydocker 的信号处理函数把信号转发给容器的 1 号进程；必须在命令运行之前就设置好。",
      ),
    ],
    likely: {
      "signal-lost": both(
        "a death by signal has no exit code: 128 and the signal's number stand for it",
        "被信号杀死时没有退出码：用 128 加信号编号表示",
      ),
      "signal-not-forwarded": both(
        "the signal ended mydocker, or was swallowed by it, instead of being sent on to PID 1",
        "信号结束了 mydocker 或被它吞掉，没有转发给 1 号进程",
      ),
    },
  },

  "1.13": {
    title: both("words reach it as they were typed", "参数原样到达"),
    anchor: "words",
    hints: [
      both(
        "mydocker run /bin/sh -c 'echo \"a  b\"' has to print two spaces.",
        "mydocker run /bin/sh -c 'echo \"a  b\"' 打印的结果中应有两个空格。",
      ),
      both(
        "The caller's shell has already taken the line apart: argv is a list of words, and execve(2) takes a list of words.",
        "调用者的 shell 已经把命令行拆开：argv 是一个词列表，execve(2) 接收的也是词列表。",
      ),
      both(
        "Pass the list on as a list. Never join it, never give it to another shell.",
        "把列表原样作为列表传下去。不要拼接，不要再交给另一个 shell。",
      ),
    ],
    likely: {
      "quoting-lost": both(
        "the words were joined with spaces and taken apart again, by a shell or by split",
        "参数被用空格拼接，又被 shell 或 split 重新拆开",
      ),
      "words-changed": both(
        "an argument that looks like an option, is empty or has a newline in it was not passed on as it is",
        "看起来像选项、为空或含有换行的参数没有原样传递",
      ),
    },
  },

  "1.14": {
    title: both("its streams are the caller's", "标准流就是调用者的标准流"),
    anchor: "streams",
    hints: [
      both(
        "Pipe a binary file through mydocker run -i /bin/cat and compare (cmp); then redirect standard output and standard error to two files.",
        "把一个二进制文件通过管道送入 mydocker run -i /bin/cat 并比较（cmp）；再把标准输出和标准错误重定向到两个文件。",
      ),
      both(
        "Without -t nothing has to stand between: descriptors 0, 1 and 2 can be handed down as they are.",
        "没有 -t 时中间不需要任何东西：描述符 0、1、2 可以原样交给容器。",
      ),
      both(
        "What mydocker has to say itself belongs on standard error, and only when something is wrong.",
        "mydocker 自己要说的话应写到标准错误，而且只在出错时才说。",
      ),
    ],
    likely: {
      "output-changed": both(
        "mydocker prints lines of its own into the container's output, or changes what passes through",
        "mydocker 在容器的输出里混入了自己的内容，或改变了经过的数据",
      ),
      "streams-mixed": both(
        "standard error goes the same way as standard output: without a terminal they are two",
        "标准错误和标准输出走了同一条路：没有终端时它们是两条独立的流",
      ),
      "no-stdin": both(
        "with -i the container's standard input is the caller's, to its end",
        "使用 -i 时，容器的标准输入就是调用者的标准输入，直到结尾",
      ),
      "bytes-changed": both(
        "bytes were taken for text on their way, or the end of the input was cut off",
        "字节在途中被当成文本处理，或者输入的末尾被截断",
      ),
    },
  },

  "1.15": {
    title: both("a terminal where asked, none where not", "需要时有终端，不需要时没有"),
    anchor: "terminal",
    hints: [
      both(
        "mydocker run -it /bin/sh, then: tty; stty size; Ctrl-C; make the window larger and ask for the size again.",
        "mydocker run -it /bin/sh，然后：tty；stty size；按 Ctrl-C；把窗口调大后再查看大小。",
      ),
      both(
        "A pseudo-terminal has two ends: the container gets one as its controlling terminal, mydocker relays the other: pty(7), credentials(7).",
        "伪终端有两端：一端交给容器作为控制终端，另一端由 mydocker 转发：见 pty(7)、credentials(7)。",
      ),
      both(
        "setsid(2), then ioctl(2) TIOCSCTTY; TIOCSWINSZ before the command runs and at each SIGWINCH; raw mode for the caller's terminal, put back on every way out.",
        "先 setsid(2)，再 ioctl(2) TIOCSCTTY；在命令运行之前以及每次收到 SIGWINCH 时调用 TIOCSWINSZ；调用者的终端设为原始模式，任何退出路径都要恢复。",
      ),
    ],
    likely: {
      "no-terminal": both(
        "with -t all three standard streams have to be the new terminal's end",
        "使用 -t 时，三个标准流都必须是新终端的一端",
      ),
      "not-controlling": both(
        "setsid(2) or TIOCSCTTY is missing: the terminal belongs to no session, so Ctrl-C reaches nobody",
        "缺少 setsid(2) 或 TIOCSCTTY：终端不属于任何会话，Ctrl-C 到不了任何进程",
      ),
      "terminal-size": both(
        "the new terminal got its size too late or not at all: TIOCSWINSZ before the command runs",
        "新终端的大小设置得太晚，或根本没有设置：应在命令运行之前调用 TIOCSWINSZ",
      ),
      "terminal-left-raw": both(
        "the caller's terminal was made raw and not put back on this way out",
        "调用者的终端被设为原始模式，而这条退出路径没有恢复它",
      ),
      "terminal-unasked": both(
        "a terminal was made without -t: programs that print to a pipe then behave as if a person read them",
        "没有 -t 也创建了终端：本应写入管道的程序会以为有人在看",
      ),
      "resize-not-forwarded": both(
        "mydocker gets SIGWINCH when its own terminal changes its size, and has to set the container's",
        "mydocker 自己的终端改变大小时会收到 SIGWINCH，它必须随之设置容器终端的大小",
      ),
    },
  },

  "1.16": {
    title: both("a command that cannot run says so", "无法运行的命令会给出说明"),
    anchor: "errors",
    hints: [
      both(
        "mydocker run /no/such/program; echo $? has to name the program and print 127; with a file that is no program, 126.",
        "mydocker run /no/such/program; echo $? 应指出是哪个程序并打印 127；对于不是程序的文件则打印 126。",
      ),
      both(
        "execve(2) says why: ENOENT, EACCES, ENOEXEC. Docker's exit codes are the shell's: 127, 126; 125 for its own errors.",
        "execve(2) 会说明原因：ENOENT、EACCES、ENOEXEC。docker 的退出码与 shell 相同：127、126；自身的错误是 125。",
      ),
    ],
    likely: {
      "not-found-code": both(
        "ENOENT of execve(2) has to become exit code 127",
        "execve(2) 的 ENOENT 应当变成退出码 127",
      ),
      "not-executable-code": both(
        "EACCES and ENOEXEC of execve(2) have to become exit code 126",
        "execve(2) 的 EACCES 和 ENOEXEC 应当变成退出码 126",
      ),
      "silent-error": both(
        "the error was not printed, or does not name the command",
        "没有打印错误信息，或者错误信息没有指出是哪个命令",
      ),
    },
  },

  "1.17": {
    title: both("no descriptor leaks into it", "没有描述符泄漏进容器"),
    anchor: "descriptors",
    hints: [
      both(
        "mydocker run /bin/ls -l /proc/self/fd shows 0, 1, 2 and the directory that ls itself reads.",
        "mydocker run /bin/ls -l /proc/self/fd 应只显示 0、1、2，以及 ls 自己正在读取的目录。",
      ),
      both(
        "Open descriptors survive execve(2) unless they are close-on-exec, and one of a directory outside is a way out of the container: open(2), O_CLOEXEC.",
        "打开的描述符会穿过 execve(2)，除非设置了 close-on-exec；指向外部目录的描述符就是逃出容器的通道：见 open(2) 的 O_CLOEXEC。",
      ),
      both(
        "O_CLOEXEC or SOCK_CLOEXEC wherever something is opened, or close(2) when it is no longer needed.",
        "打开时一律加上 O_CLOEXEC 或 SOCK_CLOEXEC，或者在不再需要时调用 close(2)。",
      ),
    ],
    likely: {
      "descriptors-leak": both(
        "something was opened on the way to the command without O_CLOEXEC, and never closed",
        "启动命令之前打开了某个文件，没有加 O_CLOEXEC，也没有关闭",
      ),
    },
  },

  "1.18": {
    title: both("nothing is left when it has ended", "容器结束后没有任何残留"),
    anchor: "cleanup",
    hints: [
      both(
        "Compare the machine before and after: findmnt, ps -e, ls /tmp, hostname.",
        "比较运行前后的宿主机：findmnt、ps -e、ls /tmp、hostname。",
      ),
      both(
        "What lives in a namespace goes with its last process. What is left was made outside of one, or has come out of one: shared mounts, files on the machine's own disk.",
        "存在于命名空间里的东西会随最后一个进程消失。残留的东西要么是在命名空间之外创建的，要么是传播出来的：共享挂载、宿主机磁盘上的文件。",
      ),
      both(
        "Private mounts first; nothing made in a directory that the machine sees; what must be made outside is undone on every way out.",
        "先把挂载设为私有；不要在宿主机看得到的目录里创建东西；必须在外面创建的，在每条退出路径上都要撤销。",
      ),
    ],
    likely: {
      "left-process": both(
        "something that mydocker started is not in the container's PID namespace, and nobody waited for it",
        "mydocker 启动的某个进程不在容器的 PID 命名空间里，也没有人等待它结束",
      ),
      "left-mount": both(
        "a mount of the container has reached the machine: CLONE_NEWNS is missing, or its mounts are still shared",
        "容器的挂载到了宿主机上：缺少 CLONE_NEWNS，或者挂载仍是 shared",
      ),
      "left-file": both(
        "a file or directory was made on the machine for the container: in lesson 1 its root is the machine's",
        "为容器在宿主机上创建了文件或目录：在第 1 课里，容器的根就是宿主机的根",
      ),
      "left-state-file": both(
        "what mydocker wrote down about the container was not removed",
        "mydocker 记录的容器信息没有删除",
      ),
      "left-cgroup": both("the container's cgroup was not removed", "容器的 cgroup 没有删除"),
      "left-link": both(
        "a network interface made for the container is still there",
        "为容器创建的网络接口仍然存在",
      ),
      "left-ipc-object": both(
        "System V objects outlive processes: without CLONE_NEWIPC they stay on the machine",
        "System V 对象比进程活得久：没有 CLONE_NEWIPC，它们会留在宿主机上",
      ),
      "left-hostname": both(
        "the machine has been renamed: CLONE_NEWUTS is missing",
        "宿主机被改名了：缺少 CLONE_NEWUTS",
      ),
    },
  },

  "1.19": {
    title: both("kill -9 of mydocker leaves nothing either", "kill -9 mydocker 之后同样没有残留"),
    anchor: "kill",
    hints: [
      both(
        "Start a container, kill -9 mydocker, and look for the container's process.",
        "启动一个容器，kill -9 mydocker，然后查找容器的进程。",
      ),
      both(
        "SIGKILL leaves no time to clean up: only the kernel can end the container then: prctl(2), PR_SET_PDEATHSIG.",
        "SIGKILL 不留清理的时间：此时只有内核能结束容器：见 prctl(2) 的 PR_SET_PDEATHSIG。",
      ),
      both(
        "PR_SET_PDEATHSIG is forgotten when the process changes its user, so it is set after that. What the kernel does not take away (cgroups, files) the next mydocker command does.",
        "进程更换用户时会丢失 PR_SET_PDEATHSIG，因此要在那之后再设置。内核不会清理的东西（cgroup、文件）由下一条 mydocker 命令清理。",
      ),
    ],
    likely: {
      "outlives-mydocker": OUTLIVES,
      "killed-left-process": OUTLIVES,
      "killed-left-mount": both(
        "the container's mounts are the machine's too: in a private mount namespace they go with its last process",
        "容器的挂载也出现在宿主机上：在私有的挂载命名空间里，它们会随最后一个进程消失",
      ),
      "not-repaired": both(
        "what a killed mydocker left has to be noted before it is made, so that the next command finds it and takes it away",
        "被杀死的 mydocker 留下的东西，必须在创建之前就记录下来，下一条命令才能找到并清理",
      ),
    },
  },
};
