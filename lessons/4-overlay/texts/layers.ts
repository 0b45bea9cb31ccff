/** What a container sees of its image's layers. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { START } from "./start.ts";

const LAYERS_MISSING = both(
  "not all layers are lower directories; where the base alone is bound on merged, it is the only one that is seen",
  "不是所有的层都成了 lower 目录；如果只把基础层 bind 到 merged，就只看得到这一层",
);

/** 4.1, 4.2 and 4.6 */
export const layers: LessonTexts = {
  "4.1": {
    title: both("all layers are there, and upper ones win", "所有层都在，上层覆盖下层"),
    anchor: "order",
    hints: [
      both(
        "The image has three layers. Each has its own /etc/motd; the container must see that of the last one, and the files that only one layer has.",
        "镜像有三层，每层都有自己的 /etc/motd；容器应看到最后一层的那份，同时也能看到只存在于某一层的文件。",
      ),
      both(
        "An image lists its layers from the base upwards. Overlay's lowerdir lists them from the top downwards: it searches from left to right and takes the first that has the name.",
        "镜像从基础层开始往上列出各层。overlay 的 lowerdir 则从最上层往下列：查找时从左到右，取第一个含有该名字的层。",
      ),
      both(
        'mount(2) with the type "overlay" and the options lowerdir=TOP:…:BASE,upperdir=…,workdir=…; before it, chdir(2) to base, since all names are relative to it.',
        "用类型 “overlay” 调用 mount(2)，选项是 lowerdir=最上层:…:基础层,upperdir=…,workdir=…；之前先 chdir(2) 到 base，因为所有名字都相对于它。",
      ),
      both(
        'In inside/overlay.ts: lowerDirectories returns layers.toReversed() joined by ":"; mountOverlay returns [chdir(base), mount("overlay", "merged", "overlay", 0, "lowerdir=…")]',
        '在 inside/overlay.ts 中：lowerDirectories 返回用 ":" 连接的 layers.toReversed()；mountOverlay 返回 [chdir(base), mount("overlay", "merged", "overlay", 0, "lowerdir=…")]',
      ),
    ],
    likely: {
      ...START,
      "layers-missing": LAYERS_MISSING,
      "wrong-order": both(
        "a lower layer hides an upper one: lowerdir begins with the topmost layer, so layer1:layer2, as one of the articles has it, is the wrong way round",
        "下层遮住了上层：lowerdir 要从最上层开始写，所以像其中一篇文章那样写成 layer1:layer2 是反的",
      ),
    },
  },

  "4.2": {
    title: both("what an upper layer deletes stays deleted", "上层删除的东西不会再出现"),
    anchor: "whiteouts",
    hints: [
      both(
        "A layer is a tar archive, and nothing can be missing in an archive that does not know what should be there. Look at the names in the second layer: tar tf.",
        "层是一个 tar 归档，而归档并不知道本来应该有什么，所以无法表示“没有”。用 tar tf 看看第二层里的名字。",
      ),
      both(
        "An empty file .wh.NAME says that NAME of the layers below is deleted; .wh..wh..opq says that nothing of its directory shows through. They are to have an effect, and not to be seen: OCI image specification, layer.md, “Whiteouts”.",
        "空文件 .wh.NAME 表示下面各层的 NAME 已被删除；.wh..wh..opq 表示它所在的目录完全遮住下层。它们要起作用，但不能被看到：见 OCI 镜像规范 layer.md 的 “Whiteouts” 一节。",
      ),
      both(
        "markOf only has to read names. The order of the questions matters: .wh..wh..opq begins with .wh. as well, and so does .wh..wh.aufs.",
        "markOf 只需要读懂名字。判断的先后很重要：.wh..wh..opq 也以 .wh. 开头，.wh..wh.aufs 也是。",
      ),
      both(
        'In image/layer/names.ts: if (last === ".wh..wh..opq") return { kind: "opaque" };  then { kind: "ignored" }, then { kind: "whiteout", hides: last.slice(PREFIX.length) }, else undefined',
        '在 image/layer/names.ts 中：if (last === ".wh..wh..opq") return { kind: "opaque" };  然后是 { kind: "ignored" }，再是 { kind: "whiteout", hides: last.slice(PREFIX.length) }，其余为 undefined',
      ),
    ],
    likely: {
      ...START,
      "layers-missing": LAYERS_MISSING,
      "marks-visible": both(
        "the whiteouts were unpacked as if they were files: markOf has to tell them apart",
        "whiteout 被当成普通文件解包了：markOf 要把它们区分出来",
      ),
      "opaque-missing": both(
        "the directory was replaced, but the old one's files show through: .wh..wh..opq is no whiteout of a file called “.wh..opq”",
        "目录被替换了，旧目录的文件却透了出来：.wh..wh..opq 并不是对文件 “.wh..opq” 的 whiteout",
      ),
      "aufs-marks": both(
        "other names that begin with .wh..wh. are what AUFS kept for itself; images made on it may still have them",
        "其他以 .wh..wh. 开头的名字是 AUFS 自用的；在它上面制作的镜像可能还带着这些文件",
      ),
      "deleted-visible": both(
        "the whiteout hides nothing: what it hides is NAME, without the prefix, in the whiteout's own directory",
        "whiteout 没有遮住任何东西：它要遮住的是同一目录下去掉前缀之后的 NAME",
      ),
      "hidden-too-much": both(
        "files are gone that nobody deleted: a whiteout hides one name, only .wh..wh..opq hides all of its directory",
        "没有人删除的文件也消失了：一个 whiteout 只遮住一个名字，只有 .wh..wh..opq 才遮住整个目录",
      ),
    },
  },

  "4.6": {
    title: both("130 layers are no problem", "130 层也没有问题"),
    anchor: "many",
    hints: [
      both(
        "The same as 4.1 with 130 layers. If it fails there and works with three, something grows with the number of layers.",
        "与 4.1 相同，只是有 130 层。如果三层可以而 130 层不行，说明有什么东西随层数增长。",
      ),
      both(
        "mount(2) takes one page, 4096 bytes, of options, and silently cuts off the rest. The digest of a layer alone has 64 characters.",
        "mount(2) 的选项最多一页，即 4096 字节，多出的部分会被悄悄截断。而单单一层的摘要就有 64 个字符。",
      ),
      both(
        "The layers are given by short names relative to base: use them as they are, after chdir(base). Their order is given too; do not sort, lower/10 comes before lower/2.",
        "各层是用相对于 base 的短名字给出的：chdir(base) 之后原样使用即可。顺序也已给定；不要排序，因为按字母 lower/10 排在 lower/2 前面。",
      ),
    ],
    likely: {
      ...START,
      "mount-refused": both(
        "the options are longer than a page, which is all that mount(2) takes: name the layers relative to base, after chdir(base)",
        "选项超过了一页，而 mount(2) 最多只收一页：先 chdir(base)，再用相对于 base 的名字",
      ),
      "layers-missing": LAYERS_MISSING,
      "wrong-order": both(
        "with three layers the order is right, with 130 it is not: names were sorted as texts, where lower/10 comes before lower/2",
        "三层时顺序正确，130 层时却不对：名字被当成文本排序了，lower/10 排在 lower/2 前面",
      ),
    },
  },
};
