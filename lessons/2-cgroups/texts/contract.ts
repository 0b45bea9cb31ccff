/** What the contract asks on any machine: 2.14 to 2.16. */
import type { CheckTexts, LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";

const threw = both(
  "the function throws: a limit that is undefined, or a function that is not finished",
  "函数抛出了异常：某个限制是 undefined，或者函数还没写完",
);

const likely: CheckTexts["likely"] = {
  threw,
  unasked: both(
    "limits that are undefined were not asked for, and write nothing",
    "值为 undefined 的限制没有被要求，不应写入任何内容",
  ),
  memory: both(
    "bytes into the memory controller's hard limit, under the name that this version has for it",
    "把字节数写入内存控制器的硬限制，用这个版本自己的文件名",
  ),
  swap: both(
    "docker's number is memory and swap together: version 1 counts so too, version 2 counts swap alone",
    "docker 的数字是内存与交换空间之和：v1 也这样统计，v2 只统计交换空间",
  ),
  "boundless-swap": both(
    "-1 means as much swap as there is: version 1 takes -1, version 2 the word max",
    "-1 表示交换空间不限：v1 接受 -1，v2 用 max 一词",
  ),
  "sum-before-memory": both(
    "the sum of memory and swap is refused as long as memory alone has no limit: memory first",
    "单独的内存还没有限制时，内存与交换空间之和会被拒绝：先写内存",
  ),
  reservation: both(
    "a reservation is no limit: memory.soft_limit_in_bytes, memory.low",
    "预留不是限制：memory.soft_limit_in_bytes、memory.low",
  ),
  quota: both(
    "so many microseconds of 100,000, for each processor",
    "每 100,000 微秒中的若干微秒，按处理器计",
  ),
  "quota-not-whole": both(
    "0.29 times 100,000 is not quite 29,000 for a computer, and the kernel takes whole microseconds only",
    "对计算机来说 0.29 乘以 100,000 并不正好等于 29,000，而内核只接受整数微秒",
  ),
  shares: both(
    "version 1 takes shares as they are, version 2 a weight: 2 becomes 1, 262144 becomes 10000",
    "v1 直接写入份额，v2 写入权重：2 变成 1，262144 变成 10000",
  ),
  cpuset: both("both lists as they are, each into its own file", "两个列表照原样写入各自的文件"),
  pids: both("pids.max, where -1 is the word max", "pids.max，其中 -1 写作 max"),
  "io-weight": both(
    "the weight of block I/O: blkio.weight in version 1, io.weight in version 2",
    "块设备 I/O 的权重：v1 为 blkio.weight，v2 为 io.weight",
  ),
  rates: both(
    "one setting for each device and direction: “8:0 1048576” in version 1, “8:0 rbps=1048576” in io.max",
    "每个设备、每个方向一条：v1 写 “8:0 1048576”，v2 在 io.max 写 “8:0 rbps=1048576”",
  ),
};

const look = both(
  "No machine shows this: it has one version of cgroups only, and a runtime has to know both. The line “did” calls your function, “expected” is what it should return.",
  "没有哪台机器能同时展示两者：机器只有一种 cgroup 版本，而运行时两种都要支持。“执行”一行调用了你的函数，“期望”是它应返回的内容。",
);

/** By id. */
export const contract: LessonTexts = {
  "2.14": {
    title: both("limits as the files of version 1", "把限制写成 v1 的文件"),
    anchor: "v1",
    hints: [
      look,
      both(
        "The table in the lesson's page names the file for each limit; kernel: admin-guide/cgroup-v1/memory.rst, and sched-bwc.rst for the quota.",
        "课文中的表格列出每个限制对应的文件；内核文档：admin-guide/cgroup-v1/memory.rst，配额见 sched-bwc.rst。",
      ),
      both(
        'An array of pairs, in the order in which they are to be written: [["memory.limit_in_bytes", "33554432"], …].',
        '返回成对数组，按写入顺序排列：[["memory.limit_in_bytes", "33554432"], …]。',
      ),
      both(
        "const set = (file: string, value: number | string | undefined) => { if (value !== undefined) settings.push([file, String(value)]); };",
        "const set = (file: string, value: number | string | undefined) => { if (value !== undefined) settings.push([file, String(value)]); };（逐个限制调用它）",
      ),
    ],
    likely,
  },
  "2.15": {
    title: both("limits as the files of version 2", "把限制写成 v2 的文件"),
    anchor: "v2",
    hints: [
      look,
      both(
        "Four things are different from version 1: swap by itself, quota and period in one file, weights instead of shares, one file for all rates. kernel: admin-guide/cgroup-v2.rst",
        "与 v1 有四处不同：交换空间单独统计、配额与周期在同一个文件、用权重代替份额、所有速率在同一个文件。内核文档：admin-guide/cgroup-v2.rst",
      ),
      both(
        "memory.max, memory.swap.max, memory.low, cpu.max, cpu.weight, cpuset.cpus, cpuset.mems, pids.max, io.weight, io.max.",
        "涉及的文件：memory.max、memory.swap.max、memory.low、cpu.max、cpu.weight、cpuset.cpus、cpuset.mems、pids.max、io.weight、io.max。",
      ),
      both(
        '["cpu.max", …], ["cpu.weight", String(1 + Math.floor(…))]',
        '["cpu.max", …], ["cpu.weight", String(1 + Math.floor(…))]，其余照表格类推',
      ),
    ],
    likely,
  },
  "2.16": {
    title: both("the calls that join groups", "加入组的那些调用"),
    anchor: "join",
    hints: [
      both(
        "On version 2 a process is born in its group, so there nothing shows whether this function is right. Therefore it is asked what it returns for two files.",
        "在 v2 上，进程一出生就在组里，看不出这个函数对不对。所以这里直接问它对两个文件返回什么。",
      ),
      both(
        "For each file: open(2) for writing, write(2) of 0, close(2). Then unshare(2). npm run hint 2.1 has the rest.",
        "对每个文件：以写方式 open(2)、用 write(2) 写入 0、close(2)。最后是 unshare(2)。其余见 npm run hint 2.1。",
      ),
    ],
    likely: {
      threw,
      "not-joined": both(
        "each of the files has to be opened: every hierarchy has a group of the container's own",
        "每个文件都要打开：每个层级都有容器自己的组",
      ),
      "not-for-writing": both(
        "the flags of open(2) ask for reading only: O.WRONLY is needed",
        "open(2) 的标志只要求读：需要 O.WRONLY",
      ),
      "nothing-written": both(
        "0, the writer itself, goes into each of the files, by way of the descriptor that open(2) gave",
        "要通过 open(2) 得到的描述符，向每个文件写入 0（表示写入者自己）",
      ),
      "no-cgroup-namespace": both(
        "the namespace that clone(2) made is older than the membership, so its root is the group of mydocker: a new one is needed",
        "clone(2) 创建的命名空间早于加入组，它的根是 mydocker 的组：需要再建一个新的",
      ),
      "cgroup-namespace-too-early": both(
        "the root of a cgroup namespace is the group in which it is made, so it comes after the last group",
        "cgroup 命名空间的根是创建它时所在的组，所以要放在最后一个组之后",
      ),
    },
  },
};
