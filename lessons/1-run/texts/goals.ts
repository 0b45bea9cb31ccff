/** What the learner's own functions bring about: processes, mounts, names, network. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";

const FORGOT = (flag: string) =>
  both(`${flag} is not among the flags of clone(2)`, `传给 clone(2) 的标志里没有 ${flag}`);

/** 1.1 to 1.8 */
export const goals: LessonTexts = {
  "1.1": {
    title: both("the command is PID 1", "命令是 1 号进程"),
    anchor: "pid",
    hints: [
      both(
        "The command runs, but the machine counts it among its own processes: npm run try run /bin/sh -c 'echo $$' prints a large number instead of 1.",
        "命令能运行，但它仍算在宿主机自己的进程里：npm run try run /bin/sh -c 'echo $$' 打印的是一个很大的数字，而不是 1。",
      ),
      both(
        "Pids are counted per PID namespace, and the first process born into a new one gets 1: pid_namespaces(7).",
        "pid 按 PID 命名空间分别编号，在新命名空间中诞生的第一个进程得到 1：见 pid_namespaces(7)。",
      ),
      both(
        "clone(2) takes a flag for each namespace that the child is to be born into. Flags are bits, so they are joined with |.",
        "clone(2) 为子进程要进入的每一种命名空间提供一个标志。标志是二进制位，用 | 组合。",
      ),
      both(
        "In inside/namespaces.ts: return CLONE.NEWPID | CLONE.…;",
        "在 inside/namespaces.ts 中：return CLONE.NEWPID | CLONE.…;",
      ),
    ],
    likely: {
      "same-pid-namespace": FORGOT("CLONE_NEWPID"),
      "not-pid-1": both(
        "something else is PID 1 in the container, such as a shell or mydocker itself, and the command is its child: the last step is execve(2), not another fork",
        "容器里的 1 号进程是别的程序（例如 shell 或 mydocker 自己），命令只是它的子进程：最后一步应当是 execve(2)，而不是再 fork 一次",
      ),
    },
  },

  "1.2": {
    title: both("six namespaces of its own", "拥有六种自己的命名空间"),
    anchor: "namespaces",
    hints: [
      both(
        "Compare with your own eyes: ls -l /proc/self/ns, outside and in the container. Two processes with the same number in brackets share that part of the machine.",
        "用眼睛比较：分别在容器外和容器内执行 ls -l /proc/self/ns。方括号中的数字相同，说明两个进程共享这一部分。",
      ),
      both(
        "Processes, mounts, hostname, System V IPC, network and the view of cgroups are six kinds of namespaces: namespaces(7).",
        "进程、挂载、主机名、System V IPC、网络、cgroup 视图是六种不同的命名空间：见 namespaces(7)。",
      ),
      both(
        "Six flags of clone(2): CLONE_NEWPID, CLONE_NEWNS (mounts, the first kind there ever was), CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWCGROUP. The seventh, CLONE_NEWUSER, only when it is asked for.",
        "clone(2) 的六个标志：CLONE_NEWPID、CLONE_NEWNS（挂载，历史上第一种命名空间）、CLONE_NEWUTS、CLONE_NEWIPC、CLONE_NEWNET、CLONE_NEWCGROUP。第七个 CLONE_NEWUSER 只在被要求时才加。",
      ),
      both(
        "const always = CLONE.NEWPID | CLONE.NEWNS | … ;  return userns ? always | CLONE.NEWUSER : always;",
        "const always = CLONE.NEWPID | CLONE.NEWNS | … ;  return userns ? always | CLONE.NEWUSER : always;",
      ),
    ],
    likely: {
      "no-namespaces": both(
        "namespaceFlags returns 0: nothing has been asked of clone(2) yet",
        "namespaceFlags 返回 0：还没有向 clone(2) 要求任何命名空间",
      ),
      "same-pid-namespace": FORGOT("CLONE_NEWPID"),
      "same-mnt-namespace": FORGOT("CLONE_NEWNS"),
      "same-uts-namespace": FORGOT("CLONE_NEWUTS"),
      "same-ipc-namespace": FORGOT("CLONE_NEWIPC"),
      "same-net-namespace": FORGOT("CLONE_NEWNET"),
      "same-cgroup-namespace": FORGOT("CLONE_NEWCGROUP"),
      "unasked-user-namespace": both(
        "CLONE_NEWUSER is always among the flags: it belongs there only with --userns",
        "CLONE_NEWUSER 总是在标志里：只有 --userns 时才应该有它",
      ),
      "did-not-run": both(
        "CLONE_NEWUSER is always among the flags: without --userns nobody writes its maps, so nobody can become root in it",
        "CLONE_NEWUSER 总是在标志里：没有 --userns 时不会有人写映射，也就没有人能成为其中的 root",
      ),
    },
  },

  "1.3": {
    title: both("its mounts stay inside", "挂载不会传播到外面"),
    anchor: "mounts",
    hints: [
      both(
        "A file system mounted in the container turns up on the machine, and stays there. findmnt -o TARGET,PROPAGATION shows why: shared.",
        "容器里挂载的文件系统出现在了宿主机上，而且一直留在那里。findmnt -o TARGET,PROPAGATION 能看出原因：shared。",
      ),
      both(
        "A new mount namespace starts as a copy, and copies of shared mounts stay connected: mount_namespaces(7), SHARED SUBTREES.",
        "新的挂载命名空间是一份副本，而共享挂载的副本之间保持联系：见 mount_namespaces(7) 的 SHARED SUBTREES 一节。",
      ),
      both(
        "mount(2) with MS_PRIVATE or MS_SLAVE changes the propagation of a mount that is already there; with MS_REC that of all mounts beneath it, too. Source, type and data do not matter then.",
        "mount(2) 配合 MS_PRIVATE 或 MS_SLAVE 可以改变已有挂载的传播方式；再加上 MS_REC 则连同其下所有挂载一起改变。此时源、类型、数据都不起作用。",
      ),
      both(
        'In inside/mounts.ts: return [mount(null, "/", null, MS.REC | MS.…, null)];',
        '在 inside/mounts.ts 中：return [mount(null, "/", null, MS.REC | MS.…, null)];',
      ),
    ],
    likely: {
      "same-mnt-namespace": FORGOT("CLONE_NEWNS"),
      "mounts-propagate": both(
        "the mounts are still shared: a new mount namespace alone does not part them, mount(2) with MS_PRIVATE or MS_SLAVE does",
        "挂载仍是 shared：仅有新的挂载命名空间并不能断开联系，还需要用 mount(2) 设置 MS_PRIVATE 或 MS_SLAVE",
      ),
      "only-root-private": both(
        "only the mount at / was changed; all mounts beneath it need MS_REC",
        "只改变了 / 这一个挂载；要包括其下所有挂载，需要 MS_REC",
      ),
    },
  },

  "1.4": {
    title: both("/proc shows only its own processes", "/proc 只显示容器自己的进程"),
    anchor: "proc",
    hints: [
      both(
        "ps in the container lists the machine's processes, although the command is PID 1.",
        "命令虽然已是 1 号进程，容器里的 ps 却仍列出宿主机的进程。",
      ),
      both(
        "ps reads /proc, and a proc file system shows the PID namespace of whoever mounted it, for good: proc(5), pid_namespaces(7).",
        "ps 读取 /proc，而 proc 文件系统永远显示挂载它的进程所在的 PID 命名空间：见 proc(5)、pid_namespaces(7)。",
      ),
      both(
        "mount(2) a new one of type proc over /proc, from inside. Like every /proc it needs no set-user-ID programs, no devices and no programs at all: MS_NOSUID, MS_NODEV, MS_NOEXEC.",
        "在容器内用 mount(2) 在 /proc 上挂载一个类型为 proc 的新文件系统。和所有 /proc 一样，它不需要 set-user-ID 程序、设备，也不需要任何可执行程序：MS_NOSUID、MS_NODEV、MS_NOEXEC。",
      ),
      both(
        'In inside/proc.ts: return [mount("proc", "/proc", "proc", MS.NOSUID | …, null)];',
        '在 inside/proc.ts 中：return [mount("proc", "/proc", "proc", MS.NOSUID | …, null)];',
      ),
    ],
    likely: {
      "same-pid-namespace": both(
        "without CLONE_NEWPID a new /proc shows the machine's processes again",
        "没有 CLONE_NEWPID，新的 /proc 显示的仍是宿主机的进程",
      ),
      "proc-of-the-machine": both(
        "what was mounted on /proc is the machine's proc once more: a bind mount, or a mount made by a process outside the PID namespace",
        "挂载到 /proc 上的还是宿主机的 proc：可能是 bind 挂载，或由 PID 命名空间之外的进程挂载",
      ),
      "no-proc": both(
        "nothing was mounted on /proc: the container sees the machine's",
        "/proc 上没有挂载新的文件系统：容器看到的是宿主机的 /proc",
      ),
      "proc-options": both(
        "the flags of mount(2) lack MS_NOSUID, MS_NODEV or MS_NOEXEC",
        "mount(2) 的标志中缺少 MS_NOSUID、MS_NODEV 或 MS_NOEXEC",
      ),
      "proc-on-the-machine": both(
        "the container's /proc was mounted over the machine's as well: private mounts come first, and with MS_REC",
        "容器的 /proc 也盖住了宿主机的 /proc：必须先把挂载设为私有，并且带上 MS_REC",
      ),
    },
  },

  "1.5": {
    title: both("its hostname is its own", "主机名属于自己"),
    anchor: "hostname",
    hints: [
      both(
        "hostname in the container prints the machine's name, or the machine has got the container's.",
        "容器里的 hostname 打印出宿主机的名字，或者宿主机被改成了容器的名字。",
      ),
      both(
        "The hostname belongs to a UTS namespace: uts_namespaces(7). A new one starts with a copy of the old name.",
        "主机名属于 UTS 命名空间：见 uts_namespaces(7)。新命名空间的初始主机名是旧名字的副本。",
      ),
      both(
        "sethostname(2), called in the container. The name is given to setHostname: --hostname, or the container's id.",
        "在容器内调用 sethostname(2)。名字由 setHostname 的参数给出：--hostname 的值，或容器的 id。",
      ),
      both(
        "In inside/hostname.ts: return [sethostname(…)];",
        "在 inside/hostname.ts 中：return [sethostname(…)];",
      ),
    ],
    likely: {
      "same-uts-namespace": both(
        "CLONE_NEWUTS is not among the flags of clone(2), so sethostname(2) renames the machine",
        "传给 clone(2) 的标志里没有 CLONE_NEWUTS，sethostname(2) 改的就是宿主机的名字",
      ),
      "hostname-leaks": both(
        "sethostname(2) was called outside of the container, before its UTS namespace was entered",
        "sethostname(2) 是在容器之外、进入它的 UTS 命名空间之前调用的",
      ),
      "hostname-not-set": both(
        "nobody called sethostname(2): a new UTS namespace starts with the machine's name",
        "没有人调用 sethostname(2)：新的 UTS 命名空间沿用宿主机的名字",
      ),
      "hostname-wrong": both(
        "sethostname(2) was called with something else than the name that was asked for",
        "调用 sethostname(2) 时用的不是所要求的名字",
      ),
    },
  },

  "1.6": {
    title: both("no network but lo", "网络中只有 lo"),
    anchor: "network",
    hints: [
      both(
        "ip link in the container shows the machine's interfaces: what listens there can be reached from the container.",
        "容器里的 ip link 显示出宿主机的网络接口：容器可以访问宿主机上监听的所有服务。",
      ),
      both(
        "Interfaces, addresses, routes and ports belong to a network namespace; a new one has nothing but lo, which is down: network_namespaces(7).",
        "接口、地址、路由、端口都属于网络命名空间；新的网络命名空间里只有处于关闭状态的 lo：见 network_namespaces(7)。",
      ),
      both(
        "CLONE_NEWNET. Bringing lo up is given (inside/loopback.ts).",
        "CLONE_NEWNET。启用 lo 的代码已经给出（inside/loopback.ts）。",
      ),
      both("return … | CLONE.NEWNET;", "return … | CLONE.NEWNET;"),
    ],
    likely: {
      "same-net-namespace": FORGOT("CLONE_NEWNET"),
      "other-links": both(
        "somebody else's network namespace was joined instead of a new one made",
        "加入了别人的网络命名空间，而不是创建新的",
      ),
      "lo-down": both(
        "in a new network namespace lo is down until somebody brings it up: ip link set lo up",
        "新的网络命名空间中 lo 默认关闭，需要有人启用它：ip link set lo up",
      ),
    },
  },

  "1.7": {
    title: both("System V IPC is its own", "System V IPC 属于自己"),
    anchor: "ipc",
    hints: [
      both(
        "A program in the container finds a shared memory segment of the machine (ipcs -m shows them) and could write to it.",
        "容器里的程序能找到宿主机的共享内存段（用 ipcs -m 查看），并且可以写入。",
      ),
      both(
        "System V objects have no path: their keys are looked up in an IPC namespace: ipc_namespaces(7).",
        "System V 对象没有路径，它们的键在 IPC 命名空间中查找：见 ipc_namespaces(7)。",
      ),
      both("One flag of clone(2): CLONE_NEWIPC.", "clone(2) 的一个标志：CLONE_NEWIPC。"),
      both("return … | CLONE.NEWIPC;", "return … | CLONE.NEWIPC;"),
    ],
    likely: { "same-ipc-namespace": FORGOT("CLONE_NEWIPC") },
  },

  "1.8": {
    title: both("orphans and zombies stay inside", "孤儿进程和僵尸进程留在容器内"),
    anchor: "zombies",
    hints: [
      both(
        "A process whose parent has ended becomes a child of the machine's init, and lives on when the container is gone.",
        "父进程结束后，孤儿进程被宿主机的 init 收养，容器消失后它仍然活着。",
      ),
      both(
        "PID 1 of a PID namespace adopts its orphans, and when PID 1 ends, the kernel kills all that are left: pid_namespaces(7), “The namespace init process”.",
        "PID 命名空间的 1 号进程收养其中的孤儿；1 号进程结束时，内核杀死剩下的所有进程：见 pid_namespaces(7) 的 “The namespace init process”。",
      ),
      both(
        "CLONE_NEWPID is all it takes. Whoever adopts must also wait(2), or zombies stay: that is what --init is for.",
        "只需要 CLONE_NEWPID。收养者还必须调用 wait(2)，否则会留下僵尸进程：这正是 --init 的用处。",
      ),
      both("return CLONE.NEWPID | …;", "return CLONE.NEWPID | …;"),
    ],
    likely: {
      "orphans-on-the-machine": both(
        "without CLONE_NEWPID the container has no PID 1 of its own to adopt them",
        "没有 CLONE_NEWPID，容器就没有自己的 1 号进程来收养它们",
      ),
      "outlives-pid-1": both(
        "the command that was ended was not PID 1 of a PID namespace, so the kernel did not end the others",
        "被结束的命令不是 PID 命名空间的 1 号进程，因此内核没有结束其他进程",
      ),
      "init-does-not-reap": both(
        "with --init a process of ours has to stay as PID 1 and wait(2) for every child, also for those that are not its own",
        "使用 --init 时，必须有一个我们的进程留作 1 号进程，对每个子进程（包括被它收养的）调用 wait(2)",
      ),
    },
  },
};
