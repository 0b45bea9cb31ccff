/** What a volume is as a mount. */
import type { LessonTexts } from "../../../checks/src/harness/lessontexts.ts";
import { both } from "../../../checks/src/harness/text.ts";
import { LOST, NO_VOLUME } from "./start.ts";

/** 5.5 to 5.7 */
export const mounts: LessonTexts = {
  "5.5": {
    title: both("ro is read-only, mounts below included", "ro 就是只读，包括下面的挂载"),
    anchor: "ro",
    hints: [
      both(
        "mydocker run -v DIR:/ro:ro …, then: touch /ro/x; touch /ro/below/x, where something is mounted on DIR/below.",
        "mydocker run -v DIR:/ro:ro …，然后：touch /ro/x；touch /ro/below/x，其中 DIR/below 上挂载了东西。",
      ),
      both(
        "Read-only can be a mount or a file system. Only the mount may change: everybody else has the same file system.",
        "只读的可以是挂载，也可以是文件系统。只能改变挂载：同一个文件系统别人也在用。",
      ),
      both(
        "mount(2) remounts one mount at a time. mount_setattr(2) with AT_RECURSIVE does it for a whole tree, and before it is anywhere, so that nobody can write in between. It came with Linux 5.12.",
        "mount(2) 一次只能重新挂载一个。mount_setattr(2) 加 AT_RECURSIVE 可以一次改变整棵树，而且是在它还不在任何地方的时候，因此中间没有人能写入。它从 Linux 5.12 起提供。",
      ),
      both(
        'Before move_mount: mount_setattr(slot(…), "", AT_EMPTY_PATH | AT_RECURSIVE, MOUNT_ATTR.RDONLY, 0); only for a volume that is readOnly.',
        '在 move_mount 之前：mount_setattr(slot(…), "", AT_EMPTY_PATH | AT_RECURSIVE, MOUNT_ATTR.RDONLY, 0)；只对 readOnly 的数据卷。',
      ),
    ],
    likely: {
      ...NO_VOLUME,
      writable: both(
        "the third part of the word, ro, was not read, or nobody acted on it",
        "参数的第三部分 ro 没有被读取，或者没有起作用",
      ),
      "submount-writable": both(
        "only the topmost mount is read-only: AT_RECURSIVE is missing",
        "只有最上面的挂载是只读的：缺少 AT_RECURSIVE",
      ),
      "machine-read-only": both(
        "the file system itself became read-only, for the machine too: MS_REMOUNT without MS_BIND",
        "文件系统本身变成了只读，宿主机也受影响：MS_REMOUNT 没有加 MS_BIND",
      ),
    },
  },

  "5.6": {
    title: both(
      "mounts below come along; later ones with rslave",
      "下面的挂载一起带上；之后的只随 rslave",
    ),
    anchor: "below",
    hints: [
      both(
        "Compare findmnt on the machine with cat /proc/mounts in the container: before and after something new is mounted below the source.",
        "比较宿主机上的 findmnt 和容器里的 cat /proc/mounts：在源目录下面挂载新东西之前和之后。",
      ),
      both(
        "open_tree(2) copies one mount; what is mounted below it is copied with AT_RECURSIVE.",
        "open_tree(2) 只复制一个挂载；加上 AT_RECURSIVE 才会连同它下面的挂载一起复制。",
      ),
      both(
        "privateMounts, of lesson 1, made the mounts slaves: they hear of the machine's. A copy of a slave is a slave. rslave wants that, rprivate, the default, does not.",
        "第 1 课的 privateMounts 把挂载变成了 slave：它们会得知宿主机的挂载。slave 的副本还是 slave。rslave 要的就是这样，而默认的 rprivate 不要。",
      ),
      both(
        'After move_mount, for one that is private and no file: fchdir(slot(…)), mount(null, ".", null, MS.REC | MS.PRIVATE, null), chdir("/")',
        'move_mount 之后，对 private 且不是文件的：fchdir(slot(…))、mount(null, ".", null, MS.REC | MS.PRIVATE, null)、chdir("/")',
      ),
    ],
    likely: {
      ...NO_VOLUME,
      "not-recursive": both(
        "only the topmost mount was copied: AT_RECURSIVE is missing in openVolumes",
        "只复制了最上面的挂载：openVolumes 里缺少 AT_RECURSIVE",
      ),
      "told-of-later": both(
        "the volume is still a slave of the machine's mounts: MS_PRIVATE is missing, or not for the volume's own mount",
        "数据卷仍是宿主机挂载的 slave：缺少 MS_PRIVATE，或者没有作用在数据卷自己的挂载上",
      ),
      "slave-lost": both(
        "with rslave the mount must stay a slave. It is none when attachVolumes makes all private, or when privateMounts (lesson 1) uses MS_PRIVATE where MS_SLAVE is needed",
        "使用 rslave 时挂载必须仍是 slave。如果 attachVolumes 把所有的都设为私有，或者 privateMounts（第 1 课）用了 MS_PRIVATE 而不是 MS_SLAVE，它就不是",
      ),
    },
  },

  "5.7": {
    title: both(
      "nothing is mounted on the machine; the data stays",
      "宿主机上没有挂载；数据保留下来",
    ),
    anchor: "inside-only",
    hints: [
      both(
        "findmnt on the machine, while the container runs. Then end it, start another one on the same directory, and look for the file.",
        "容器运行期间，在宿主机上执行 findmnt。然后结束它，用同一个目录再启动一个容器，看文件还在不在。",
      ),
      both(
        "What is mounted on the machine must be unmounted by somebody, who may be killed before, or be refused (EBUSY). A mount in the container's own namespace goes with its last process.",
        "挂载在宿主机上的东西必须由谁来卸载，而它可能先被杀死，也可能被拒绝（EBUSY）。容器自己命名空间里的挂载，会随它的最后一个进程消失。",
      ),
      both(
        "Both functions return calls for the plan, which is carried out inside: no mount belongs into the parent.",
        "两个函数都返回计划中的调用，而计划是在里面执行的：父进程里不该有任何挂载。",
      ),
    ],
    likely: {
      ...NO_VOLUME,
      "mounted-on-machine": both(
        "the volume was mounted from outside, by the parent, as the articles' programs do",
        "数据卷是由父进程在外面挂载的，文章里的程序就是这样做的",
      ),
      "data-lost": LOST,
    },
  },
};
