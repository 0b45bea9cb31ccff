/** Why a volume is not there at all: what every check of this lesson may find. */
import { both, type Text } from "../../../checks/src/harness/text.ts";

/** Usual causes, by diagnosis. */
export const NO_VOLUME: Readonly<Record<string, Text>> = {
  "no-volume": both(
    "one of the three functions still returns []: nothing is parsed, nothing opened, or nothing attached",
    "三个函数中有一个仍返回 []：没有解析、没有打开，或没有挂上",
  ),
  "did-not-run": both(
    "a call of openVolumes or attachVolumes was refused: mydocker's own message says which. EBADF means a slot that openVolumes never filled",
    "openVolumes 或 attachVolumes 中的某个调用被拒绝：mydocker 自己的错误信息会说明是哪一个。EBADF 表示 openVolumes 没有填过这个 slot",
  ),
};

/** Data that did not outlive its container. */
export const LOST = both(
  "the clean-up went through the mount: unmounting failed, or was forgotten, and the recursive deletion met the volume's own files. What is mounted in the container's namespace only needs no clean-up",
  "清理穿过了挂载点：卸载失败（或忘了卸载），递归删除就删到了数据卷自己的文件。只挂载在容器命名空间里的东西不需要清理",
);
