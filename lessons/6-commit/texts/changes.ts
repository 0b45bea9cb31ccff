/** What changed, and what a new image shows of it. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { COMMON, NO_CHANGES } from "./common.ts";

/** 6.1 to 6.3 */
export const changes: LessonTexts = {
  "6.1": {
    title: both(
      "diff lists what was added, changed and deleted",
      "diff 列出新增、改动和删除的内容",
    ),
    anchor: "changes",
    hints: [
      both(
        "Look into the container's upper directory with ls -lR. Everything that you see there is a change; the kinds are A, C and D.",
        "用 ls -lR 查看容器的 upper 目录。你看到的每一项都是一个改动，种类为 A、C、D。",
      ),
      both(
        "A deleted file is in the upper directory as a character device with the number 0/0, the whiteout. All other files are added or changed, and only the image can tell which.",
        "被删除的文件在 upper 目录中是编号为 0/0 的字符设备，即 whiteout。其他文件不是新增就是改动，要问镜像才知道。",
      ),
      both(
        "Go down recursively. A directory is a change itself, and stands right before what is in it. Paths begin with / and count from the upper directory.",
        "递归地向下走。目录自身也是一项改动，排在它的内容之前。路径以 / 开头，从 upper 目录算起。",
      ),
      both(
        'below(directory): for each name of namesIn(upper, directory): lookAt(upper, path); isWhiteout → [{ kind: "D", path }]; kind = lower.has(path) ? … : …; a directory → [{ kind, path }, ...below(path)].',
        'below(directory)：对 namesIn(upper, directory) 的每个名字：lookAt(upper, path)；isWhiteout → [{ kind: "D", path }]；kind = lower.has(path) ? … : …；是目录 → [{ kind, path }, ...below(path)]。',
      ),
    ],
    likely: {
      ...COMMON,
      "no-changes": NO_CHANGES,
      "whiteout-as-file": both(
        "the character devices 0/0 were listed as if the container had made them; each stands for a file that was deleted",
        "编号 0/0 的字符设备被当成了容器创建的文件；其实每一个都代表一个被删除的文件",
      ),
      "not-deep": both(
        "only the top of the upper directory is listed; changes lie at any depth",
        "只列出了 upper 目录的第一级；改动可以在任意深度",
      ),
      "directories-missing": both(
        "what is in the directories is listed, the directories themselves are not; their owner and mode may have changed, or they are new",
        "列出了目录里的内容，却没有列出目录本身；目录的属主和权限可能变了，或者目录是新建的",
      ),
      "all-added": both(
        "everything counts as added; whether the image has the path is what tells A from C",
        "所有内容都算作新增；区分 A 和 C 要看镜像中是否有这个路径",
      ),
      "other-diff": both(
        "a path is wrong, or there twice: it begins with /, and counts from the upper directory",
        "某个路径不对，或出现了两次：路径以 / 开头，从 upper 目录算起",
      ),
    },
  },

  "6.2": {
    title: both(
      "a directory that was replaced has deleted what was in it",
      "被替换的目录删除了其中原有的内容",
    ),
    anchor: "opaque",
    hints: [
      both(
        "rm -r /home; mkdir /home leaves no whiteout in the upper directory: getfattr -m - -d shows what it leaves.",
        "rm -r /home; mkdir /home 在 upper 目录里不留下 whiteout：用 getfattr -m - -d 看看它留下了什么。",
      ),
      both(
        "An opaque directory (trusted.overlay.opaque=y) hides all that the image has below it. So what the image has there, and the upper directory has not, was deleted.",
        "不透明目录（trusted.overlay.opaque=y）遮住镜像在其下的所有内容。因此镜像里有、upper 目录里没有的就是被删除的。",
      ),
      both(
        "isOpaque(pathIn(upper, path)) asks; lower.children(path) are the image's names. Those deletions are implied: they have no whiteout of their own.",
        "用 isOpaque(pathIn(upper, path)) 判断；lower.children(path) 是镜像中的名字。这些删除是隐含的（implied）：它们没有自己的 whiteout。",
      ),
      both(
        'below(path, opaque): own = namesIn(…); gone = opaque ? lower.children(path).filter(…not in own…) : []; of all names in order: own → as before, gone → { kind: "D", path, implied: true }.',
        'below(path, opaque)：own = namesIn(…)；gone = opaque ? lower.children(path).filter(…不在 own 中…) : []；按顺序处理所有名字：own → 同前，gone → { kind: "D", path, implied: true }。',
      ),
    ],
    likely: {
      ...COMMON,
      "no-changes": NO_CHANGES,
      "opaque-unseen": both(
        "what the image had in the directory is not listed as deleted: nobody asked whether the directory is opaque",
        "镜像在该目录里原有的内容没有列为删除：没有人检查目录是否不透明",
      ),
      "deleted-and-there": both(
        "a file that the container made anew is listed as deleted, too; only names that the upper directory has not are gone",
        "容器重新创建的文件也被列为删除；只有 upper 目录里没有的名字才是被删除的",
      ),
      "other-order": both(
        "what was deleted by implication stands before or behind all others: its names belong among the directory's own, in the order of their bytes",
        "隐含删除的名字全排在了最前或最后：它们应当和目录自己的名字放在一起，按字节排序",
      ),
      "other-diff": both(
        "only the names right in the opaque directory count, not what was below them",
        "只算不透明目录里的第一级名字，不算更深的内容",
      ),
    },
  },

  "6.3": {
    title: both("the new image has what was added and changed", "新镜像包含新增和改动的内容"),
    anchor: "commit",
    hints: [
      both(
        "mydocker commit takes from changesOf which files go into the layer. Compare mydocker diff with what you did in the container.",
        "mydocker commit 根据 changesOf 决定哪些文件进入新层。把 mydocker diff 的输出与你在容器里做的操作对比。",
      ),
      both(
        "A changed file is in the upper directory whole: overlay copied it up before it was written to. So it goes into the layer whole, as an added one does.",
        "改动过的文件完整地存在于 upper 目录：overlay 在写入之前先把它复制上来。因此它和新增的文件一样完整地进入新层。",
      ),
      both(
        "opaque is only for directories that have the mark; everywhere else the image must still show through.",
        "只有带标记的目录才是 opaque；其他地方镜像的内容必须仍然可见。",
      ),
    ],
    likely: {
      ...COMMON,
      "added-lost": both(
        "files that the image did not have are not in the layer: changesOf does not list them",
        "镜像原来没有的文件不在新层里：changesOf 没有列出它们",
      ),
      "changed-lost": both(
        "files that the image had already are left as they were: a change (C) is part of the difference, too",
        "镜像原有的文件保持原样：改动（C）也是差异的一部分",
      ),
      "image-hidden": both(
        "a directory was marked opaque that is not: the image's own files in it are hidden",
        "某个目录被错误地标为不透明：镜像自己的文件被遮住了",
      ),
    },
  },
};
