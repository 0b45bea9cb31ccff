/** How data gets lost. */
import type { CheckTexts, LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { LOST, NO_VOLUME } from "./start.ts";

const likely: CheckTexts["likely"] = {
  ...NO_VOLUME,
  "data-lost": LOST,
  "not-loaded": both(
    "these checks need an image, and mydocker load did not accept it: that was lesson 4",
    "这些检查需要镜像，而 mydocker load 没有接受它：那是第 4 课的内容",
  ),
};

const INSIDE = both(
  "Mount in the container's namespace only: openVolumes and attachVolumes return calls for the plan. Then nobody has to unmount, and there is nothing that could be deleted by mistake.",
  "只在容器的命名空间里挂载：openVolumes 和 attachVolumes 返回的是计划中的调用。这样就没有人需要卸载，也没有东西会被误删。",
);

/** 5.11 to 5.14 */
export const accidents: LessonTexts = {
  "5.11": {
    title: both("an unmount that fails deletes nothing", "卸载失败不会删除任何数据"),
    anchor: "busy",
    hints: [
      both(
        "A process of the machine has its working directory in the volume while the container is removed: unmounting fails with EBUSY.",
        "删除容器时，宿主机的一个进程的工作目录正在数据卷里：卸载会以 EBUSY 失败。",
      ),
      both(
        "A clean-up that goes on after a failed umount(2) deletes through the mount. The articles log the error, and then call os.RemoveAll.",
        "umount(2) 失败后继续清理，就会穿过挂载点删除。文章里的程序只记录一条日志，然后就调用 os.RemoveAll。",
      ),
      INSIDE,
    ],
    likely,
  },
  "5.12": {
    title: both("a mydocker that is killed loses nothing", "mydocker 被杀死也不会丢数据"),
    anchor: "killed",
    hints: [
      both(
        "kill -9 of mydocker: no clean-up runs. The next command finds what was left, and so does the next container.",
        "kill -9 mydocker：没有任何清理会执行。下一条命令会发现残留，下一个容器也一样。",
      ),
      both(
        "Whoever tidies up after a dead container must know whether something is still mounted there.",
        "替已死的容器收拾残局的程序，必须知道那里是否还挂载着东西。",
      ),
      INSIDE,
    ],
    likely,
  },
  "5.13": {
    title: both("a directory that is moved meanwhile is safe", "中途移动目录也是安全的"),
    anchor: "moved",
    hints: [
      both(
        "While the container runs, the volume's directory gets another name, and another directory gets its old one.",
        "容器运行期间，数据卷的目录改了名，而另一个目录用了它原来的名字。",
      ),
      both(
        "A mount holds on to the directory, not to its name. A clean-up that finds its way by names meets other things than were mounted.",
        "挂载抓住的是目录本身，而不是它的名字。靠名字去清理，碰到的就不是当初挂载的东西。",
      ),
      INSIDE,
    ],
    likely,
  },
  "5.14": {
    title: both("two containers share a volume, one goes", "两个容器共用数据卷，其中一个先结束"),
    anchor: "two",
    hints: [
      both(
        "Two containers have the same directory. The first one is removed; the second must not notice.",
        "两个容器使用同一个目录。删除第一个时，第二个不应受到任何影响。",
      ),
      both(
        "A mount point of the machine that both use, or one that is named after the volume, belongs to none of them.",
        "如果两者在宿主机上共用一个挂载点，或者挂载点以数据卷命名，那它就不属于其中任何一个。",
      ),
      INSIDE,
    ],
    likely,
  },
};
