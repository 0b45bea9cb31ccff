/** Why a container has no root of its own: what every check of this lesson may find. */
import { both, type Text } from "../../../checks/src/harness/text.ts";

/** Usual causes, by diagnosis. */
export const NO_ROOT: Readonly<Record<string, Text>> = {
  "no-root": both(
    "the directory was never entered: as long as enterRoot returns [], the command runs in the machine's own root",
    "没有进入这个目录：只要 enterRoot 返回 []，命令就在宿主机自己的根目录里运行",
  ),
  "other-root": both(
    "some other directory became the root: the same path has to be bound, changed to and pivoted to",
    "成为根目录的是另一个目录：bind、chdir、pivot_root 用的必须是同一个路径",
  ),
  "not-bound": both(
    "pivot_root(2) takes a mount and not just any directory: the same command works where the root is a mount already. Bind it on itself first",
    "pivot_root(2) 需要的是挂载点，而不是普通目录：如果根目录本来就是挂载点，同样的命令可以成功。先把它 bind 挂载到自身",
  ),
  "pivot-refused": both(
    'pivot_root(2) does not accept these two directories. "." is wherever the process stands: after the bind mount it must still change to the new root, by its path',
    "pivot_root(2) 不接受这两个目录。“.” 是进程当前所在的位置：bind 挂载之后，还要用路径进入新的根目录",
  ),
  "old-root-busy": both(
    "the old root is still in use, by this very process among others: without MNT_DETACH umount2(2) waits for nobody and gives up",
    "旧的根仍在使用中，使用者就包括这个进程自己：没有 MNT_DETACH 时，umount2(2) 会直接放弃",
  ),
  "mounts-propagate": both(
    "the mounts are still tied to the machine's: pivot_root(2) refuses that, and the machine has got the bind mount as well. That is privateMounts, from lesson 1",
    "这些挂载仍与宿主机的相连：pivot_root(2) 因此拒绝，而且宿主机也多出了这个 bind 挂载。这是第 1 课的 privateMounts 负责的",
  ),
};
