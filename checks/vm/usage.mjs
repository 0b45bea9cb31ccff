// @ts-check
/** What `npm run vm` says of itself. */

/** @type {import("../start/say.mjs").Text} */
export const USAGE = {
  en: `npm run vm v1|v2 [COMMAND…]

Runs a command as root in a copy of the project, in a virtual machine with control
groups of version 1 or 2 that is thrown away afterwards. Without a command: the
contract of cgroups, and the checks of all lessons on the reference.

  npm run vm v2
  npm run vm v1 npm run lesson 2 solution
  npm run vm v2 -- sh -c 'cat /sys/fs/cgroup/cgroup.controllers'

Output, results and what was left behind are kept in .cache/vm/results; the image of
the machine, made once, in ~/.cache/mydocker-vm (XDG_CACHE_HOME). All time limits are
multiplied by MYDOCKER_TIME_SCALE: 2 with KVM and 20 without it, unless it is set.
MYDOCKER_MIRROR_DEBIAN names a mirror for the image.`,
  zh: `npm run vm v1|v2 [命令…]

在一台用完即弃的虚拟机里，以 root 身份在本项目的副本中运行命令；虚拟机使用第 1 版
或第 2 版 cgroup。不给命令时，运行 cgroup 的契约测试，并用参考实现检查所有课程。

  npm run vm v2
  npm run vm v1 npm run lesson 2 solution
  npm run vm v2 -- sh -c 'cat /sys/fs/cgroup/cgroup.controllers'

输出、结果和遗留物保存在 .cache/vm/results；虚拟机镜像只制作一次，放在
~/.cache/mydocker-vm（可用 XDG_CACHE_HOME 改变）。所有时限都乘以 MYDOCKER_TIME_SCALE；
不设置时，有 KVM 为 2，没有为 20。MYDOCKER_MIRROR_DEBIAN 指定制作镜像所用的软件源。`,
};
