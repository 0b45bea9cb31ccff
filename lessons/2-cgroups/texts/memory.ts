/** Groups and memory: 2.1 to 2.4. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";

/** By id. */
export const memory: LessonTexts = {
  "2.1": {
    title: both("it is in groups of its own", "容器在自己的 cgroup 组中"),
    anchor: "join",
    hints: [
      both(
        "Look from outside at a container that runs: cat /proc/PID/cgroup, and from inside: mydocker run /bin/cat /proc/self/cgroup. Whoever is in a group of his own sees / everywhere.",
        "从外面看运行中的容器：cat /proc/PID/cgroup；再从里面看：mydocker run /bin/cat /proc/self/cgroup。处在自己组中的进程看到的全是 /。",
      ),
      both(
        "The groups are there already, mydocker has made them: one in each hierarchy of version 1. Only nobody is in them. A process joins a group by writing a pid into the group's file, and 0 means the one who writes: cgroups(7).",
        "组已经由 mydocker 建好：v1 的每个层级各有一个，只是里面还没有进程。向组的文件写入 pid 就能加入该组，0 表示写入者自己：见 cgroups(7)。",
      ),
      both(
        "Three calls for each file: open(2) for writing, write(2), close(2); the descriptor goes through a slot, as keep(…) and slot(…) of kernel/call.ts have it. The root of a cgroup namespace is the group in which the process is when the namespace is made, so unshare(2) with CLONE_NEWCGROUP comes last.",
        "对每个文件做三次调用：以写方式 open(2)、write(2)、close(2)；描述符通过槽传递，见 kernel/call.ts 的 keep(…) 与 slot(…)。cgroup 命名空间的根就是创建它时进程所在的组，所以带 CLONE_NEWCGROUP 的 unshare(2) 放在最后。",
      ),
      both(
        'In inside/cgroup.ts: return [...files.flatMap((file) => [keep("group", open(file, …)), write(slot("group"), "…"), close(…)]), unshare(…)];',
        '在 inside/cgroup.ts 中：return [...files.flatMap((file) => [keep("group", open(file, …)), write(slot("group"), "…"), close(…)]), unshare(…)];',
      ),
    ],
    likely: {
      "not-joined": both(
        "nobody wrote the process into this group: each of the files is to be written, not only the first",
        "没有人把进程写入这个组：每个文件都要写，而不只是第一个",
      ),
      "shared-group": both(
        "it joined the group above, in which all containers are, or two containers have a group of the same name",
        "加入的是所有容器共有的上一级组，或者两个容器的组重名",
      ),
      "joined-late": both(
        "the command ran before it was in its groups; what it allocated until then is counted elsewhere",
        "命令在加入组之前就开始运行；此前分配的内存记在别处",
      ),
      "cgroup-namespace-too-early": both(
        "the cgroup namespace is older than the membership: its root stayed the group in which it was made",
        "cgroup 命名空间早于加入组：它的根仍是创建它时所在的组",
      ),
      "did-not-run": both(
        "the group's file could not be written: ENOSPC means a cpuset without processors or nodes, EBADF a file opened only for reading, EACCES O_CREAT",
        "组的文件无法写入：ENOSPC 表示 cpuset 没有处理器或内存节点，EBADF 表示文件只以读方式打开，EACCES 表示用了 O_CREAT",
      ),
    },
  },

  "2.2": {
    title: both("-m: who takes more memory is killed", "-m：超出内存限额的进程被杀死"),
    anchor: "memory",
    hints: [
      both(
        "npm run try -- run -m 20m /bin/sh -c 'tail /dev/zero' reads zeros into memory until it is killed; on a machine of your own this may take a while.",
        "npm run try -- run -m 20m /bin/sh -c 'tail /dev/zero' 不断把零读进内存，直到被杀死；在没有限制的机器上可能要等一会儿。",
      ),
      both(
        "The kernel counts every page that a group's processes touch. At the limit it takes back what it can, and if that is not enough, its out-of-memory killer ends a process of the group.",
        "内核统计组内进程触碰的每一页。达到限额时先尽量回收，仍然不够就由 OOM killer 结束组内的一个进程。",
      ),
      both(
        "The file is memory.limit_in_bytes in version 1 and memory.max in version 2, and it takes bytes.",
        "对应的文件在 v1 中是 memory.limit_in_bytes，在 v2 中是 memory.max，单位是字节。",
      ),
      both(
        'settings.push(["memory.…", String(limits.memory)]), but only if limits.memory is not undefined.',
        'settings.push(["memory.…", String(limits.memory)])，但只在 limits.memory 不是 undefined 时。',
      ),
    ],
    likely: {
      "not-killed": both(
        "the hard limit is not set, or it is in a group that the process is not in (see 2.1); a soft limit kills nobody",
        "没有设置硬限制，或者设置在进程并不所在的组里（见 2.1）；软限制不会杀死任何进程",
      ),
      "killed-too-early": both(
        "the limit is smaller than what was asked for: the files take bytes",
        "限额比要求的小：文件以字节为单位",
      ),
      "did-not-run": both(
        "with so little memory not even the first system calls succeed: the files take bytes, not kilobytes or megabytes",
        "内存少到连最初的系统调用都无法成功：文件以字节为单位，而不是 KB 或 MB",
      ),
    },
  },

  "2.3": {
    title: both("a container out of memory says so", "内存耗尽时给出说明"),
    anchor: "oom",
    hints: [
      both(
        "mydocker run -m 20m … tail /dev/zero; echo $? prints 137 whether the memory limit or somebody's kill -9 was the reason. The sentence on standard error is what tells them apart.",
        "mydocker run -m 20m … tail /dev/zero; echo $? 总是打印 137，无论原因是内存限额还是有人执行了 kill -9。标准错误上的那句话才能区分二者。",
      ),
      both(
        "There are two witnesses, and neither is enough alone: how the container ended, and how many processes the out-of-memory killer has killed in its group.",
        "有两个证据，单独一个都不够：容器是怎么结束的，以及 OOM killer 在它的组里杀死了几个进程。",
      ),
      both(
        "SIGKILL ends PID 1 (exit.signal is 9), or, with --init, a child of PID 1, which then ends with 128 and 9 by itself (exit.code is 137). usage.oomKills is the group's counter.",
        "SIGKILL 结束的可能是 1 号进程（exit.signal 为 9），也可能在使用 --init 时是 1 号进程的子进程，后者再以 128 加 9 退出（exit.code 为 137）。usage.oomKills 是组的计数器。",
      ),
      both(
        "const killed = exit.signal === … || exit.code === …;  return killed && …;",
        "const killed = exit.signal === … || exit.code === …;  return killed && …;",
      ),
    ],
    likely: {
      silent: both(
        "a process that a signal ended has no exit code: it is exit.signal that says 9",
        "被信号结束的进程没有退出码：说明问题的是 exit.signal，其值为 9",
      ),
      "silent-behind-init": both(
        "behind an init it is not PID 1 that is killed: the init ends with exit code 137",
        "有 init 时被杀死的不是 1 号进程：init 以退出码 137 结束",
      ),
      "kill-taken-for-oom": both(
        "anybody may send SIGKILL: without a kill of the out-of-memory killer's in the group, memory was not the reason",
        "任何人都能发送 SIGKILL：组内没有 OOM killer 的记录，就不是内存的缘故",
      ),
      "loss-taken-for-end": both(
        "a container may outlive the loss of a process: the counter alone does not say why the container ended",
        "容器可能在失去一个进程后继续运行：只看计数器并不能说明容器为何结束",
      ),
      "not-killed": both(
        "the memory limit did not work: 2.2 comes first",
        "内存限制没有生效：先完成 2.2",
      ),
    },
  },

  "2.4": {
    title: both(
      "--memory-swap and --memory-reservation are written as asked",
      "--memory-swap 与 --memory-reservation 按要求写入",
    ),
    anchor: "swap",
    hints: [
      both(
        "Read the files of a running container's group. Where is it? cat /proc/PID/cgroup.",
        "查看运行中容器的组文件。组在哪里？cat /proc/PID/cgroup。",
      ),
      both(
        "--memory-swap 48m with -m 32m means 48 MiB of memory and swap together. Version 1 counts the same sum; version 2 counts swap by itself. A reservation is a soft limit: what is above it is taken back first.",
        "-m 32m 加 --memory-swap 48m 表示内存与交换空间合计 48 MiB。v1 统计的也是这个总和；v2 单独统计交换空间。预留是软限制：超出部分最先被回收。",
      ),
      both(
        "Version 1: memory.memsw.limit_in_bytes, which may never be less than memory.limit_in_bytes, so the order matters; memory.soft_limit_in_bytes. Version 2: memory.swap.max; memory.low.",
        "v1：memory.memsw.limit_in_bytes，它任何时候都不能小于 memory.limit_in_bytes，所以顺序很重要；memory.soft_limit_in_bytes。v2：memory.swap.max；memory.low。",
      ),
      both(
        "Version 2: limits.memorySwap === -1 ? … : limits.memorySwap - …",
        "v2 的写法：limits.memorySwap === -1 ? … : limits.memorySwap - …",
      ),
    ],
    likely: {
      "did-not-run": both(
        "memory and swap together were limited while memory alone was still unlimited: EINVAL",
        "在单独的内存还没有限制时就限制了内存与交换空间之和：EINVAL",
      ),
      "swap-not-as-asked": both(
        "docker's option is a sum: version 1 takes it as it is, for version 2 the memory is to be subtracted",
        "docker 的选项是总和：v1 原样写入，v2 要减去内存",
      ),
      "reservation-not-as-asked": both(
        "the reservation has a file of its own and limits nothing",
        "预留有自己的文件，它不限制任何东西",
      ),
    },
  },
};
