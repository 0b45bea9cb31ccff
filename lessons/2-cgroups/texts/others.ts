/** Processors, processes and devices: 2.5 to 2.9. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";

/** By id. */
export const others: LessonTexts = {
  "2.5": {
    title: both("--cpus: a quota of processor time", "--cpus：处理器时间配额"),
    anchor: "quota",
    hints: [
      both(
        "Run an endless loop with -cpu 20 and look at it with top: it should use 20 % of one processor, also when nobody else wants it.",
        "用 -cpu 20 运行一个死循环，再用 top 观察：即使没有别人要用，它也只应占用一个处理器的 20 %。",
      ),
      both(
        "A quota is so many microseconds of processor time in every period. When it is used up, the group sleeps until the next period begins.",
        "配额是每个周期内可用的处理器时间，以微秒计。用完之后，整个组休眠到下一个周期开始。",
      ),
      both(
        "Version 1 has two files, cpu.cfs_period_us and cpu.cfs_quota_us, version 2 has one line with both, cpu.max. limits.cpus is in processors already: -cpu 20 is 0.2.",
        "v1 有两个文件 cpu.cfs_period_us 和 cpu.cfs_quota_us，v2 用一行写两个数：cpu.max。limits.cpus 已经以处理器为单位：-cpu 20 就是 0.2。",
      ),
      both(
        "The quota is Math.round(limits.cpus * PERIOD): the kernel takes whole microseconds only.",
        "配额是 Math.round(limits.cpus * PERIOD)：内核只接受整数微秒。",
      ),
    ],
    likely: {
      "no-quota": both(
        "there is no quota: shares only say who goes first when processors are short",
        "没有配额：份额只决定处理器不够用时谁先用",
      ),
      "quota-too-large": both(
        "the quota is reckoned for another period than the one that is set",
        "计算配额所用的周期与设置的周期不同",
      ),
      "quota-too-small": both(
        "the quota is reckoned for another period than the one that is set, or was divided by the number of processors",
        "计算配额所用的周期与设置的周期不同，或者除以了处理器个数",
      ),
      "did-not-run": both(
        "the kernel refuses quotas below 1000 microseconds and fractions of them: EINVAL",
        "内核拒绝小于 1000 微秒的配额以及非整数：EINVAL",
      ),
    },
  },

  "2.6": {
    title: both("--cpu-shares: who gets more when it is short", "--cpu-shares：争用时谁得到更多"),
    anchor: "shares",
    hints: [
      both(
        "Start two endless loops on the same processor (-cpuset 0), one with -cpushare 512 and one with -cpushare 2048, and compare them in top.",
        "在同一个处理器上（-cpuset 0）启动两个死循环，一个 -cpushare 512，一个 -cpushare 2048，用 top 比较。",
      ),
      both(
        "Shares are a weight. They limit nothing: whoever is alone gets everything. Among competitors, time is divided in proportion.",
        "份额是权重，并不限制什么：没有竞争者时可以全部使用；有竞争者时按比例分配时间。",
      ),
      both(
        "Version 1 has cpu.shares, 2 to 262144, usually 1024. Version 2 has cpu.weight, 1 to 10000, usually 100, so shares have to be converted.",
        "v1 的 cpu.shares 取 2 到 262144，通常是 1024。v2 的 cpu.weight 取 1 到 10000，通常是 100，所以份额需要换算。",
      ),
      both(
        "2 becomes 1 and 262144 becomes 10000, with a straight line between: 1 + Math.floor((…) * 9999 / 262142).",
        "2 变成 1，262144 变成 10000，中间是直线：1 + Math.floor((…) * 9999 / 262142)。",
      ),
    ],
    likely: {
      "no-shares": both(
        "both have the same weight: the shares were not written",
        "二者权重相同：份额没有写入",
      ),
      "shares-upside-down": both(
        "the larger weight got less: shares are not priorities as nice(1) has them, where a smaller number is better",
        "权重大的反而得到更少：份额不是 nice(1) 那样数字越小越优先的优先级",
      ),
      "shares-out-of-proportion": both(
        "the weights are in the right order but not in proportion: one of them was cut off or converted twice",
        "权重顺序正确但不成比例：其中一个被截断，或换算了两次",
      ),
      "did-not-run": both(
        "the number does not fit into this file: shares are neither a quota in microseconds nor a weight of at most 10000",
        "这个数字不适合该文件：份额既不是以微秒计的配额，也不是最大为 10000 的权重",
      ),
    },
  },

  "2.7": {
    title: both("--cpuset-cpus: on which processors", "--cpuset-cpus：在哪些处理器上运行"),
    anchor: "cpuset",
    hints: [
      both(
        "grep Cpus_allowed_list /proc/PID/status says where a process may run.",
        "grep Cpus_allowed_list /proc/PID/status 显示进程可以在哪些处理器上运行。",
      ),
      both(
        "A cpuset is a list of processors and a list of memory nodes. In version 1 a new group has neither, and nobody can join it: mydocker copies those of the group above first.",
        "cpuset 由处理器列表和内存节点列表组成。v1 的新组两者皆空，任何进程都无法加入：mydocker 会先复制上一级组的内容。",
      ),
      both(
        "The files are called cpuset.cpus and cpuset.mems in both versions and take the list as it was typed: 0-1,3.",
        "两个版本的文件都叫 cpuset.cpus 和 cpuset.mems，列表照原样写入：0-1,3。",
      ),
      both(
        'settings.push(["cpuset.…", limits.cpusetCpus])',
        'settings.push(["cpuset.…", limits.cpusetCpus])，内存节点同理',
      ),
    ],
    likely: {
      "no-cpuset": both(
        "the list of processors was not written into cpuset.cpus",
        "处理器列表没有写入 cpuset.cpus",
      ),
      "other-processors": both(
        "another list was written than the one that was given",
        "写入的列表与给出的不同",
      ),
      "did-not-run": both(
        "a list was refused: processors belong into cpuset.cpus, nodes into cpuset.mems, and ENOSPC on joining means that one of them is empty",
        "列表被拒绝：处理器写入 cpuset.cpus，节点写入 cpuset.mems；加入时出现 ENOSPC 表示其中一个为空",
      ),
    },
  },

  "2.8": {
    title: both("--pids-limit: a fork bomb stops", "--pids-limit：fork 炸弹被挡住"),
    anchor: "pids",
    hints: [
      both(
        "mydocker run --pids-limit 20 and a shell that starts sleep after sleep: at some point it says that it cannot fork.",
        "mydocker run --pids-limit 20，在 shell 里不断启动 sleep：到某个时候它会报告无法 fork。",
      ),
      both(
        "Processes and threads are counted per group; at the limit fork(2) fails with EAGAIN, and nobody is killed.",
        "进程与线程按组计数；达到上限后 fork(2) 以 EAGAIN 失败，但不会杀死任何进程。",
      ),
      both(
        "The file is pids.max in both versions. docker's -1 (no limit) is the word max there.",
        "两个版本的文件都是 pids.max。docker 的 -1（不限制）在这里写作 max。",
      ),
      both(
        'limits.pids === -1 ? "…" : limits.pids',
        'limits.pids === -1 ? "…" : limits.pids（没有给出时什么都不写）',
      ),
    ],
    likely: {
      "no-pids-limit": both(
        "pids.max was not written, or the process is in another group (see 2.1)",
        "没有写入 pids.max，或者进程在别的组里（见 2.1）",
      ),
      "pids-limit-too-low": both(
        "somebody else's processes count too: the group is not the container's alone",
        "别人的进程也被计入：这个组不是容器独有的",
      ),
      "minus-one-is-a-limit": both(
        "-1 means no limit, for which pids.max has a word of its own",
        "-1 表示不限制，pids.max 对此有专门的写法",
      ),
      "machine-limited": both(
        "the limit is set on a group in which the machine's own processes are",
        "限制被设置在宿主机自身进程所在的组上",
      ),
      "did-not-run": both("pids.max does not take -1: EINVAL", "pids.max 不接受 -1：EINVAL"),
    },
  },

  "2.9": {
    title: both("--device-read-bps, --device-write-bps", "--device-read-bps 与 --device-write-bps"),
    anchor: "devices",
    hints: [
      both(
        "mydocker run --device-read-bps /dev/vda:1m …, with a disk that lsblk shows; then look into the files of its group.",
        "mydocker run --device-read-bps /dev/vda:1m …（设备见 lsblk），再查看它的组文件。",
      ),
      both(
        "The kernel knows devices by two numbers, major:minor; mydocker has looked them up already (limits.deviceReadBps[i].device).",
        "内核用主、次设备号 major:minor 识别设备；mydocker 已经查好（limits.deviceReadBps[i].device）。",
      ),
      both(
        "Version 1: blkio.throttle.read_bps_device and …write_bps_device, a line “8:0 1048576” each. Version 2: io.max, “8:0 rbps=1048576” and “wbps=”. One device, one write.",
        "v1：blkio.throttle.read_bps_device 和 …write_bps_device，每行 “8:0 1048576”。v2：io.max，“8:0 rbps=1048576” 和 “wbps=”。一个设备写一次。",
      ),
      both(
        "for (const { device, bytesPerSecond } of limits.deviceReadBps ?? []) settings.push([…, …]);",
        "for (const { device, bytesPerSecond } of limits.deviceReadBps ?? []) settings.push([…, …]);（写速率同理）",
      ),
    ],
    likely: {
      "no-read-rate": both(
        "the rate for reading is missing in the group, or was written where the one for writing belongs",
        "组里没有读速率，或者写到了写速率的位置",
      ),
      "no-write-rate": both(
        "the rate for writing is missing in the group, or was written where the one for reading belongs",
        "组里没有写速率，或者写到了读速率的位置",
      ),
      "did-not-run": both(
        "the line was refused: device and rate with one blank between, one device to a line",
        "这一行被拒绝：设备与速率之间一个空格，每行一个设备",
      ),
    },
  },
};
