/** Directories and files of the machine. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_VOLUME } from "./start.ts";

/** 5.1 to 5.4 */
export const paths: LessonTexts = {
  "5.1": {
    title: both("a directory of the machine is there, both ways", "宿主机的目录在容器里，双向可见"),
    anchor: "attach",
    hints: [
      both(
        "npm run try -- run -v /tmp/volume:containerVolume -rootfs=/tmp/busybox /bin/ls / shows no containerVolume.",
        "npm run try -- run -v /tmp/volume:containerVolume -rootfs=/tmp/busybox /bin/ls / 的输出里没有 containerVolume。",
      ),
      both(
        "A bind mount shows a directory in a second place. By hand it takes one mount(2); but it needs the source, which is out of sight after pivot_root, and the target, which means something else before.",
        "bind 挂载让一个目录出现在第二个地方。手工做只需一次 mount(2)；但它要用到源目录，而 pivot_root 之后就看不到了；又要用到目标目录，而在那之前同一路径指的是别的东西。",
      ),
      both(
        "The new mount API takes it in two: open_tree(2) with OPEN_TREE_CLONE makes a copy of the mount that is not yet anywhere, and gives a descriptor. move_mount(2) puts it somewhere, much later.",
        "新的挂载 API 把它分成两步：open_tree(2) 加 OPEN_TREE_CLONE 得到挂载的一个副本，它还不在任何地方，只有一个描述符；很久以后再由 move_mount(2) 把它放到某处。",
      ),
      both(
        'In inside/volumes.ts, for the i-th: keep("volume" + i, open_tree(AT_FDCWD, source, …)); then makeDirectory(target) and move_mount(slot("volume" + i), "", AT_FDCWD, target, …). In container/volumes.ts: split at ":", and the target counts from "/".',
        '在 inside/volumes.ts 中，对第 i 个：keep("volume" + i, open_tree(AT_FDCWD, source, …))；然后 makeDirectory(target) 和 move_mount(slot("volume" + i), "", AT_FDCWD, target, …)。在 container/volumes.ts 中：按 ":" 拆开，目标路径从 "/" 算起。',
      ),
    ],
    likely: {
      ...NO_VOLUME,
      "no-target": both(
        "the target does not exist in this image, and was not made: makeDirectory(target) comes before move_mount",
        "这个镜像里没有目标目录，也没有创建它：move_mount 之前要先 makeDirectory(target)",
      ),
      "not-cloned": both(
        "without OPEN_TREE_CLONE open_tree(2) only opens the directory: there is no mount to move, and move_mount(2) says EINVAL",
        "没有 OPEN_TREE_CLONE，open_tree(2) 只是打开目录：没有可移动的挂载，move_mount(2) 返回 EINVAL",
      ),
      copied: both(
        "the files were copied, not mounted: neither side will see what the other one writes",
        "文件被复制了，而不是挂载：任何一方写入的内容另一方都看不到",
      ),
      "not-writable": both(
        "the volume is read-only although nobody asked for it",
        "没有人要求只读，数据卷却是只读的",
      ),
      "relative-target": both(
        "a relative target, as in the articles' own example, was refused or landed elsewhere: it counts from /",
        "相对的目标路径（文章自己的例子就是这样写的）被拒绝，或落到了别处：它应当从 / 算起",
      ),
    },
  },

  "5.2": {
    title: both("several volumes, in any order", "可以有多个数据卷，顺序任意"),
    anchor: "several",
    hints: [
      both(
        "The check asks for -v …:/outer/inner before -v …:/outer, and for a third one. “observed” lists those that can be seen.",
        "检查先写 -v …:/outer/inner，再写 -v …:/outer，另外还有第三个。“observed”列出了能看到的那些。",
      ),
      both(
        "Each volume needs a slot of its own from open_tree to move_mount.",
        "从 open_tree 到 move_mount，每个数据卷都需要自己的 slot。",
      ),
      both(
        "What is mounted on /outer covers all that was on /outer before, also a mount on /outer/inner.",
        "挂载在 /outer 上的东西会盖住之前 /outer 里的一切，包括 /outer/inner 上的挂载。",
      ),
      both(
        'Sort by the depth of the target before attaching, but remember each one\'s slot: volumes.map((volume, i) => ({ ...volume, tree: slot("volume" + i) })).toSorted(…).flatMap(…)',
        '挂上之前按目标路径的深度排序，但要记住各自的 slot：volumes.map((volume, i) => ({ ...volume, tree: slot("volume" + i) })).toSorted(…).flatMap(…)',
      ),
    ],
    likely: {
      ...NO_VOLUME,
      "only-one": both(
        "only some of the words after -v became volumes: parseVolumes gets all of them",
        "-v 后面的参数只有一部分成了数据卷：parseVolumes 得到的是全部参数",
      ),
      "several-fail": both(
        "one volume works and several do not: two of them share a slot, or a slot's name differs between open and attach",
        "一个数据卷可以，多个就不行：其中两个共用了同一个 slot，或打开与挂上时用的 slot 名字不一致",
      ),
      hidden: both(
        "the outer volume was mounted after the inner one, and covers it: the shallow ones first",
        "外层的数据卷在内层之后挂载，把它盖住了：先挂浅的",
      ),
    },
  },

  "5.3": {
    title: both("a file is a volume as well", "单个文件也可以作为数据卷"),
    anchor: "file",
    hints: [
      both(
        "npm run try -- run -v /etc/os-release:/etc/motd -rootfs=/tmp/busybox /bin/cat /etc/motd",
        "npm run try -- run -v /etc/os-release:/etc/motd -rootfs=/tmp/busybox /bin/cat /etc/motd",
      ),
      both(
        "A file can be mounted, but only on a file. Where there is none, an empty one has to be made, in a directory that may be missing, too.",
        "文件也可以挂载，但只能挂在文件上。如果那里没有文件，就要先创建一个空文件，它所在的目录可能也要创建。",
      ),
      both(
        "Make it without opening what may be there: a socket, a device or a program that runs cannot be opened for writing, and O_TRUNC would empty the image's own file. mknod(2) makes a regular file, or says EEXIST. Nothing is mounted below a file, so it needs no MS_PRIVATE.",
        "创建时不要打开可能已经存在的东西：套接字、设备、正在运行的程序都不能以写方式打开，而 O_TRUNC 会清空镜像自己的文件。mknod(2) 会创建普通文件，或者返回 EEXIST。文件下面不会再有挂载，所以不需要 MS_PRIVATE。",
      ),
      both(
        "file ? [...makeDirectory(parent), tolerate([ERRNO.EEXIST, ERRNO.EROFS], mknod(target, 0o644, 0))] : makeDirectory(target)",
        "file ? [...makeDirectory(parent), tolerate([ERRNO.EEXIST, ERRNO.EROFS], mknod(target, 0o644, 0))] : makeDirectory(target)",
      ),
    ],
    likely: {
      ...NO_VOLUME,
      "file-as-directory": both(
        "a directory was made in the place of a file: move_mount(2) says EINVAL",
        "在文件的位置创建了目录：move_mount(2) 返回 EINVAL",
      ),
      "file-entered": both(
        "fchdir(2) goes into directories only. A file has nothing below it that could be told of later mounts: leave it as it is",
        "fchdir(2) 只能进入目录。文件下面不会再有挂载，也就不会得知之后的挂载：不必处理",
      ),
      "no-target": both(
        "the second file has no place in the image yet: it must be made, and its directories",
        "第二个文件在镜像里还没有位置：要创建它以及它的各级目录",
      ),
      "image-changed": both(
        "the image's own file was opened with O_TRUNC, or written to: it lies below the volume, and whoever uses the image next finds it empty",
        "镜像自己的文件被以 O_TRUNC 打开或写入了：它就在数据卷下面，下一个使用该镜像的人会发现它是空的",
      ),
    },
  },

  "5.4": {
    title: both("a host directory that is missing is made", "不存在的宿主机目录会被创建"),
    anchor: "missing",
    hints: [
      both(
        "npm run try -- run -v /tmp/not/yet:/v -rootfs=/tmp/busybox /bin/true, then: ls -d /tmp/not/yet",
        "npm run try -- run -v /tmp/not/yet:/v -rootfs=/tmp/busybox /bin/true，然后：ls -d /tmp/not/yet",
      ),
      both(
        "This is docker's way with -v; with --mount it is an error. It is done by code that is given, host/volumes.ts, for every source that is a path: parseVolumes has to return one.",
        "这是 docker 对 -v 的做法；用 --mount 则是错误。它由给定的代码 host/volumes.ts 完成，对象是每个路径形式的源：前提是 parseVolumes 返回了它。",
      ),
      both(
        "What has been made is the user's from then on, and not the container's to remove.",
        "创建出来的目录从此属于用户，不该由容器来删除。",
      ),
    ],
    likely: {
      ...NO_VOLUME,
      "not-made": both(
        "the directory was never made, or the words after -v were never parsed",
        "没有创建这个目录，或者根本没有解析 -v 后面的参数",
      ),
      "data-lost": both(
        "the directory was taken for the container's own, since it was made for it, and removed with it",
        "这个目录是为容器创建的，于是被当成容器自己的东西，随容器一起删除了",
      ),
    },
  },
};
