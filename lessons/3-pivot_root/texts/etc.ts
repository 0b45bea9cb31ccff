/** The container's own files in /etc. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { NO_ROOT } from "./start.ts";

const OF_THE_IMAGE = both(
  "the file is the image's: nothing covers it yet (mountEtcFiles), its contents were never given, or tolerate hides an ENOENT that has another reason (move_mount(2) without MOVE_MOUNT_F_EMPTY_PATH says it, too)",
  "看到的仍是镜像里的文件：还没有东西覆盖它（mountEtcFiles），或者没有给出它的内容，或者 tolerate 掩盖了另有原因的 ENOENT（move_mount(2) 少了 MOVE_MOUNT_F_EMPTY_PATH 时也返回它）",
);

/** 3.8 and 3.9 */
export const etc: LessonTexts = {
  "3.8": {
    title: both(
      "/etc/hostname, hosts and resolv.conf are its own",
      "/etc/hostname、hosts、resolv.conf 是容器自己的",
    ),
    anchor: "etc",
    hints: [
      both(
        "cat /etc/hosts /etc/hostname /etc/resolv.conf in the container shows what the image has, which knows neither this container's name nor this machine's name servers.",
        "在容器里 cat /etc/hosts /etc/hostname /etc/resolv.conf 看到的是镜像的内容，而镜像既不知道这个容器的名字，也不知道这台宿主机的名称服务器。",
      ),
      both(
        "A mount can cover a single file as well as a directory. So the files are made elsewhere, and each is mounted over the image's.",
        "挂载不仅能覆盖目录，也能覆盖单个文件。所以可以在别处生成这些文件，再逐个挂载到镜像的文件上。",
      ),
      both(
        "Make them on a tmpfs, mounted for a moment where nobody looks (/proc); take hold of each by open_tree(2) with OPEN_TREE_CLONE, unmount the tmpfs, and move_mount(2) each onto /etc/NAME. MOVE_MOUNT_F_EMPTY_PATH means the descriptor itself.",
        "在 tmpfs 上生成它们，tmpfs 暂时挂载在没人看的地方（/proc）；用 open_tree(2) 加 OPEN_TREE_CLONE 逐个抓住，卸载 tmpfs，再用 move_mount(2) 把它们移动到 /etc/NAME。MOVE_MOUNT_F_EMPTY_PATH 表示就用描述符本身。",
      ),
      both(
        'For each name: keep("file", open("/proc/…", O.WRONLY | O.CREAT | …, 0o644)), write(slot("file"), …), close(slot("file")), keep(name, open_tree(AT_FDCWD, …)); after umount2: move_mount(slot(name), "", AT_FDCWD, "/etc/…", …).',
        '对每个 name：keep("file", open("/proc/…", O.WRONLY | O.CREAT | …, 0o644))、write(slot("file"), …)、close(slot("file"))、keep(name, open_tree(AT_FDCWD, …))；umount2 之后：move_mount(slot(name), "", AT_FDCWD, "/etc/…", …)。',
      ),
    ],
    likely: {
      ...NO_ROOT,
      "etc-of-the-image": OF_THE_IMAGE,
      "etc-hostname": both(
        "/etc/hostname is one line, the name, and ends with a newline",
        "/etc/hostname 只有一行，就是主机名，并以换行结尾",
      ),
      "etc-hosts": both(
        "localhost has two addresses, 127.0.0.1 and ::1, and a program may ask for either",
        "localhost 有两个地址：127.0.0.1 和 ::1，程序可能查询其中任何一个",
      ),
      "etc-resolv-stub": both(
        "a server on 127.… is the machine's own (systemd-resolved, dnsmasq); in the container's network that address is the container",
        "127.… 上的服务器是宿主机自己的（systemd-resolved、dnsmasq）；在容器的网络里，这个地址就是容器自己",
      ),
      "etc-resolv": both(
        "the machine's name servers were not written into /etc/resolv.conf",
        "没有把宿主机的名称服务器写入 /etc/resolv.conf",
      ),
      "etc-hidden": both(
        "a file system was mounted on /etc and covers all of it; only the three files are to be covered",
        "在 /etc 上挂载了文件系统，把整个目录都遮住了；应当只覆盖那三个文件",
      ),
      "etc-mode": both(
        "only root may read the file: names do not resolve for anybody else",
        "只有 root 能读这个文件：其他用户无法解析名称",
      ),
    },
  },

  "3.9": {
    title: both("the image's own files are not touched", "镜像自己的文件不受影响"),
    anchor: "image-files",
    hints: [
      both(
        "Write into /etc/hosts in the container, and look at the file in the image's directory.",
        "在容器里写 /etc/hosts，再查看镜像目录里的那个文件。",
      ),
      both(
        "The image may serve other containers, now and later. What belongs to one container must not be written into it.",
        "同一个镜像现在和以后都可能供别的容器使用。属于某个容器的内容不能写进镜像。",
      ),
      both(
        "Open nothing below /etc for writing. What the container writes goes into whatever is mounted there.",
        "不要打开 /etc 下的任何文件来写。容器写入的内容会进入挂载在那里的文件。",
      ),
    ],
    likely: {
      ...NO_ROOT,
      "image-rewritten": both(
        "the files were written where they are, and so into the image",
        "直接写了原处的文件，也就是写进了镜像",
      ),
      "image-shines-through": both(
        "nothing is mounted over the image's files: what the container writes, the image has",
        "镜像的文件上没有挂载任何东西：容器写什么，镜像里就有什么",
      ),
    },
  },
};
