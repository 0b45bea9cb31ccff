/** Why a container of an image does not start: what every check of this lesson may find. */
import { both, type Text } from "../../../checks/src/harness/text.ts";

/** Usual causes, by diagnosis. */
export const START: Readonly<Record<string, Text>> = {
  "not-loaded": both(
    "mydocker load refused a plain archive in the form of docker save: manifest.json, a configuration, a layer.tar for each layer",
    "mydocker load 拒绝了一个普通的 docker save 归档：manifest.json、一份配置、每层一个 layer.tar",
  ),
  "mount-refused": both(
    "mount(2) refused the overlay. EINVAL: lowerdir is empty, or names something that is no directory, or an option is misspelt (dmesg says which); ENOENT: a directory is not there, seen from where the process stands",
    "mount(2) 拒绝了 overlay。EINVAL：lowerdir 为空、指向的不是目录，或某个选项拼错（dmesg 会说明是哪一个）；ENOENT：从进程当前所在的位置看，某个目录不存在",
  ),
  "base-missing": both(
    "the program is in the lowest layer, and the container does not have it: the base is a lower directory like the others",
    "程序位于最底层，而容器里没有它：基础层和其他层一样，也是一个 lower 目录",
  ),
  "mounted-on-machine": both(
    "the overlay was mounted on the machine, where it stays when the container is gone. It belongs into the container's own mount namespace, and so into the plan",
    "overlay 被挂载在宿主机上，容器结束后它仍然留着。它应当挂载在容器自己的挂载命名空间里，也就是放进计划（plan）里",
  ),
  "not-removed": both(
    "mydocker rm failed, or the container is still known afterwards",
    "mydocker rm 失败了，或者之后仍能找到这个容器",
  ),
};
