/** The container's own layer: what is written there, and nowhere else. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { START } from "./start.ts";

const NOT_WRITABLE = both(
  "the root cannot be written to: an overlay without upperdir and workdir is read-only",
  "根目录不可写：没有 upperdir 和 workdir 的 overlay 是只读的",
);

/** 4.3, 4.4, 4.5 and 4.7 */
export const own: LessonTexts = {
  "4.3": {
    title: both("two containers do not see each other's writes", "两个容器互不可见对方的写入"),
    anchor: "upper",
    hints: [
      both(
        "Start two containers of one image, write a file in the one, look for it in the other.",
        "用同一个镜像启动两个容器，在一个里写文件，到另一个里去找。",
      ),
      both(
        "Layers are shared and only read. Overlay puts everything that is written into one more directory on top, the upper one; of a file from below it first makes a copy there (copy-up).",
        "各层是共享且只读的。overlay 把所有写入放进最上面的另一个目录，即 upper；要写下层的文件时，先在那里复制一份（copy-up）。",
      ),
      both(
        "upperdir=…,workdir=…, both in the container's own directory, base: that is different for every container. The work directory must be on the same file system, and is overlay's alone.",
        "upperdir=…,workdir=…，两者都在容器自己的目录 base 里：每个容器都不同。work 目录必须在同一个文件系统上，只归 overlay 使用。",
      ),
    ],
    likely: {
      ...START,
      "not-writable": NOT_WRITABLE,
      "shared-writes": both(
        "both containers write into the same directory: into the image itself, as with a bind mount, or into one upper directory for all, as in one of the articles (writeLayer)",
        "两个容器写进了同一个目录：要么直接写进镜像（bind 挂载就是这样），要么像其中一篇文章那样，所有容器共用一个上层目录（writeLayer）",
      ),
    },
  },

  "4.4": {
    title: both("the image is byte for byte as before", "镜像与之前逐字节相同"),
    anchor: "image",
    hints: [
      both(
        "One container appends, deletes, renames and changes modes. A later one must find the image as an earlier one did, the times of the files included.",
        "一个容器追加、删除、改名、改权限；之后的容器看到的镜像必须与之前的相同，包括文件时间。",
      ),
      both(
        "Of an overlay's directories only the upper one is ever written to. So no layer of the image may be it.",
        "overlay 的各个目录中，只有 upper 会被写入。所以镜像的任何一层都不能充当它。",
      ),
      both(
        "All layers of the image are lower directories, the topmost too. upperdir is the directory upper in base, which is empty at the start.",
        "镜像的所有层都是 lower 目录，最上层也不例外。upperdir 是 base 里的 upper 目录，一开始是空的。",
      ),
    ],
    likely: {
      ...START,
      "not-writable": NOT_WRITABLE,
      "image-written": both(
        "the container wrote into a layer of its image: it is bound, not overlaid, or the topmost layer was given as the upper directory",
        "容器写进了镜像的某一层：可能是 bind 而不是 overlay，也可能把最上面的一层当成了 upper 目录",
      ),
    },
  },

  "4.5": {
    title: both("the upper directory alone says what changed", "单凭 upper 目录就知道改了什么"),
    anchor: "diff",
    hints: [
      both(
        "After the container has ended, look for the directory in $MYDOCKER_ROOT that has tmp/new: find $MYDOCKER_ROOT -path '*/tmp/new'. All that was done must be in there, and nothing else.",
        "容器结束后，在 $MYDOCKER_ROOT 中找到含有 tmp/new 的目录：find $MYDOCKER_ROOT -path '*/tmp/new'。所做的一切都必须在里面，也不能有别的。",
      ),
      both(
        "A deleted file is a character device 0/0 in the upper directory, a replaced directory has the attribute trusted.overlay.opaque (getfattr -m - -d). Newer kernels know shortcuts which leave the upper directory incomplete on its own.",
        "被删除的文件在 upper 目录里是一个 0/0 字符设备，被替换的目录带有 trusted.overlay.opaque 属性（getfattr -m - -d）。较新的内核还有一些省事的做法，会让 upper 目录单独看时不完整。",
      ),
      both(
        "Switch them off: redirect_dir renames a directory without its files, metacopy changes a mode without copying the content, index is for exports by NFS.",
        "把它们关掉：redirect_dir 改目录名时不带其中的文件，metacopy 改权限时不复制内容，index 是给 NFS 导出用的。",
      ),
      both(
        "upperdir=upper,workdir=work,redirect_dir=off,metacopy=off,index=off",
        "upperdir=upper,workdir=work,redirect_dir=off,metacopy=off,index=off",
      ),
    ],
    likely: {
      ...START,
      "not-writable": NOT_WRITABLE,
      "nothing-recorded": both(
        "what the container wrote is nowhere on disk: it went into memory, or away with the container",
        "容器写入的内容不在磁盘上：可能写进了内存，也可能随容器一起消失了",
      ),
      "in-a-layer": both(
        "the container wrote into a layer of its image: the directory that has its file has all of the image, too",
        "容器写进了镜像的某一层：含有它的文件的那个目录里，镜像的内容也都在",
      ),
      "other-content": both(
        "the upper directory has too much or too little: is overlay's work directory in it, or the other way round (upperdir and workdir exchanged)?",
        "upper 目录里的内容多了或少了：overlay 的 work 目录是不是在它里面，或者反过来（upperdir 和 workdir 写反了）？",
      ),
      "not-opaque": both(
        "a directory was deleted and made anew, and the image's old one shows through",
        "目录被删除后重新创建，镜像里的旧目录却透了出来",
      ),
      "renamed-not-copied": both(
        "a renamed directory is in the upper directory without its files: redirect_dir is not off",
        "改名后的目录在 upper 目录里没有带上文件：redirect_dir 没有关闭",
      ),
      "content-missing": both(
        "a file whose mode was changed is in the upper directory without its content: metacopy is not off",
        "改过权限的文件在 upper 目录里没有内容：metacopy 没有关闭",
      ),
    },
  },

  "4.7": {
    title: both("the article's commands", "文章里的命令"),
    anchor: "article",
    hints: [
      both(
        "mydocker run -it busybox /bin/sh, in it touch /tmp/17x.txt and exit; then find $MYDOCKER_ROOT -name 17x.txt, once more in a second container, and after mydocker rm ID, where ID is what hostname says in the container.",
        "mydocker run -it busybox /bin/sh，在其中 touch /tmp/17x.txt 然后 exit；再执行 find $MYDOCKER_ROOT -name 17x.txt，到第二个容器里再找一次，mydocker rm ID 之后再找一次；ID 就是容器里 hostname 的输出。",
      ),
      both(
        "The file is in the container's own directory, not in the image. It stays there when the container has ended, until mydocker rm.",
        "文件在容器自己的目录里，而不在镜像里。容器结束后它仍然在，直到 mydocker rm。",
      ),
      both(
        "If it is in the image, read 4.4; if it is nowhere, read 4.5.",
        "如果它出现在镜像里，请看 4.4；如果哪里都没有，请看 4.5。",
      ),
    ],
    likely: {
      ...START,
      "in-the-image": both(
        "the file was written into the image: the next container finds it there",
        "文件写进了镜像：下一个容器也能看到它",
      ),
      "no-id": both(
        "the container's hostname is not the beginning of its id, as it is in docker unless --hostname is given",
        "容器的主机名不是其 id 的开头；在 docker 中，除非给出 --hostname，否则都是",
      ),
      "changes-gone": both(
        "the changes went with the container's processes, as in the article; only rm, or run --rm, removes them",
        "改动随容器进程一起消失了，文章里就是这样；只有 rm 或 run --rm 才应删除它们",
      ),
      "not-alone": both(
        "the directory that has the file has more in it than the container has written, or there are several",
        "含有该文件的目录里不止有容器写入的内容，或者这样的目录不止一个",
      ),
    },
  },
};
