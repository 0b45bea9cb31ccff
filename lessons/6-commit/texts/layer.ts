/** What was deleted, and the layer itself. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { COMMON, NO_CHANGES } from "./common.ts";

/** 6.4 to 6.7 */
export const layer: LessonTexts = {
  "6.4": {
    title: both("what was deleted stays deleted in the new image", "删除的内容在新镜像中保持删除"),
    anchor: "whiteouts",
    hints: [
      both(
        "mydocker save -o x.tar IMAGE, and tar tf on its last layer: is there anything that speaks of the deleted file?",
        "用 mydocker save -o x.tar IMAGE 导出，再对最后一层执行 tar tf：有没有什么提到被删除的文件？",
      ),
      both(
        "An archive can only hold files that are there, so a deletion is a file as well: an empty one, with a name that says what is gone.",
        "归档里只能放存在的文件，所以删除也用文件表示：一个空文件，它的名字说明什么被删除了。",
      ),
      both(
        "The name is .wh. and the deleted name, in the directory where that was (OCI image specification, layer.md). A deleted directory needs a single one.",
        "名字是 .wh. 加上被删除的名字，放在原来所在的目录里（OCI 镜像规范，layer.md）。删除整个目录也只需要一个。",
      ),
      both(
        'if (kind !== "D") return []; return [join(dirname(path), …)];',
        'if (kind !== "D") return []; return [join(dirname(path), …)];',
      ),
    ],
    likely: {
      ...COMMON,
      "no-whiteout": both(
        "the layer says nothing of the deleted files, so those of the image show through again",
        "新层没有提到被删除的文件，于是镜像里的又露了出来",
      ),
      "whiteout-misplaced": both(
        "there are whiteouts, but not in the directories of the deleted files",
        "有 whiteout，但不在被删除文件所在的目录里",
      ),
      "empty-instead": both(
        "the layer has an empty file in the place of the deleted one: its name has to begin with .wh.",
        "新层在被删除文件的位置放了一个空文件：它的名字必须以 .wh. 开头",
      ),
      "too-much-deleted": both(
        "what lay beside the deleted file is gone, too: .wh..wh..opq hides a whole directory",
        "被删除文件旁边的内容也不见了：.wh..wh..opq 会遮住整个目录",
      ),
    },
  },

  "6.5": {
    title: both("a replaced directory shows only its own part", "被替换的目录只显示它自己的内容"),
    anchor: "opaque",
    hints: [
      both(
        "The old files of the directory come back in the new image, although no whiteout is missing: there never were any.",
        "目录里的旧文件在新镜像中又出现了，但并不是缺了 whiteout：本来就没有。",
      ),
      both(
        "In an archive, an opaque directory has an empty file .wh..wh..opq in it.",
        "在归档中，不透明目录里有一个名为 .wh..wh..opq 的空文件。",
      ),
      both(
        'if (opaque) return [join(path, ".wh..wh..opq")];',
        'if (opaque) return [join(path, ".wh..wh..opq")];',
      ),
    ],
    likely: {
      ...COMMON,
      "shows-through": both(
        "the layer does not say that the directory is opaque, or changesOf never asked",
        "新层没有说明目录是不透明的，或者 changesOf 没有检查",
      ),
      "hides-too-much": both(
        ".wh..wh..opq lies beside the directory, and so hides what is in the one above",
        ".wh..wh..opq 放在了目录旁边，于是遮住了上一级目录的内容",
      ),
      "own-part-lost": both(
        "what the container itself put into the directory is not in the layer",
        "容器自己放进目录的内容不在新层里",
      ),
    },
  },

  "6.6": {
    title: both("one layer more, of just the difference", "只多一层，且只含差异"),
    anchor: "layer",
    hints: [
      both(
        "Save the base and the new image, and compare manifest.json: the layers of the base come first, unchanged. Then tar tf on the new one.",
        "导出基础镜像和新镜像，比较 manifest.json：基础镜像的各层在前，没有变化。然后对新层执行 tar tf。",
      ),
      both(
        "Everything in the layer is paid for again with each pull. What the base has, the layer need not repeat; what an opaque directory hides, no whiteout need name.",
        "层里的每一项都会在每次拉取时再次下载。基础镜像已有的不必重复；不透明目录遮住的不必再用 whiteout 指名。",
      ),
      both(
        "A change that is implied has no file of its own: whiteoutNames returns [] for it.",
        "隐含的（implied）改动没有自己的文件：whiteoutNames 对它返回 []。",
      ),
    ],
    likely: {
      ...COMMON,
      "empty-layer": NO_CHANGES,
      "not-one-more": both(
        "the new image must have the base's layers as they are, by digest, and one of its own above",
        "新镜像必须原样包含基础镜像的各层（按摘要），并在其上加自己的一层",
      ),
      "whole-tree": both(
        "the whole tree was archived, as the article's tar does, and not the upper directory",
        "像文章里的 tar 那样打包了整棵目录树，而不是 upper 目录",
      ),
      "needless-whiteouts": both(
        "what an opaque directory has deleted got whiteouts as well; its own mark says all",
        "不透明目录已删除的内容又各有一个 whiteout；目录自己的标记已经说明了一切",
      ),
      "other-layer": both(
        "an entry is missing, or there is one that is no change",
        "缺少某个条目，或者有不属于改动的条目",
      ),
    },
  },

  "6.7": {
    title: both("the same changes make the same layer", "相同的改动生成相同的层"),
    anchor: "reproducible",
    hints: [
      both(
        "A layer is known by the digest of its bytes. Two containers did the same in another order; compare tar tvf of their layers line by line.",
        "层以其字节的摘要为名。两个容器以不同的顺序做了同样的事；逐行比较它们的层的 tar tvf 输出。",
      ),
      both(
        "readdir(3) promises no order: on a tmpfs the newest file comes first, on ext4 it depends on a hash.",
        "readdir(3) 不保证顺序：tmpfs 上最新的文件在前，ext4 上取决于散列值。",
      ),
      both(
        "namesIn() sorts by bytes. If you join two lists, sort again.",
        "namesIn() 按字节排序。如果合并两个列表，要再排一次。",
      ),
    ],
    likely: {
      ...COMMON,
      "empty-layer": NO_CHANGES,
      "not-reproducible": both(
        "the order of the layer's entries is that in which the file system lists them, or a time of now is in it",
        "层中条目的顺序取自文件系统的列表顺序，或者其中含有当前时间",
      ),
    },
  },
};
