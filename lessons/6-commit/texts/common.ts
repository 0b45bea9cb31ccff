/** Causes that many checks share, as all of them begin with a commit. */
import { both } from "../../../checks/src/harness/text.ts";

const REFUSED = both(
  "mydocker's own message says what it could not do; a layer that mydocker itself cannot unpack is refused, too",
  "mydocker 自己的错误信息说明了原因；mydocker 自己无法解包的层也会被拒绝",
);

export const COMMON = {
  "not-loaded": both(
    "the archive of the check's image was refused, or images cannot be stored yet",
    "检查所用的镜像归档被拒绝，或者还不能存储镜像",
  ),
  "not-committed": REFUSED,
  "not-saved": both(
    "the image is there, but cannot be written out: a layer or its manifest is missing",
    "镜像存在但无法写出：缺少某一层或清单",
  ),
  "no-diff": both(
    "the container is there, but its changes cannot be read",
    "容器存在，但无法读取它的改动",
  ),
};

export const NO_CHANGES = both(
  "changesOf finds nothing yet: it is still the empty list of the starter, or it reads another directory",
  "changesOf 什么也没找到：它仍是初始的空列表，或者读取了别的目录",
);
