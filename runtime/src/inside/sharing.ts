/** Another container's shared memory and message queues in place of one's own. */
import {
  close,
  keep,
  move_mount,
  open,
  open_tree,
  type Plan,
  setns,
  slot,
  umount2,
} from "../kernel/call.ts";
import { AT_FDCWD, CLONE, MOVE_MOUNT, O, OPEN_TREE } from "../kernel/flags.ts";

const ON_MACHINE = O.RDONLY | O.CLOEXEC;

/**
 * Enters the IPC namespace of a process, and takes hold of the /dev/shm that belongs to it, while
 * the machine's /proc is in sight. A mount can only be taken in the mount namespace that it is in
 * (open_tree(2), OPEN_TREE_CLONE), so that one is entered too, and left at once.
 *
 * @see ipc_namespaces(7), shm_overview(7)
 */
export const joinIpc = (pid: number): Plan => [
  keep("ipc", open(`/proc/${pid}/ns/ipc`, ON_MACHINE)),
  setns(slot("ipc"), CLONE.NEWIPC),
  close(slot("ipc")),
  keep("own", open("/proc/self/ns/mnt", ON_MACHINE)),
  keep("theirs", open(`/proc/${pid}/ns/mnt`, ON_MACHINE)),
  setns(slot("theirs"), CLONE.NEWNS),
  keep("shm", open_tree(AT_FDCWD, "/dev/shm", OPEN_TREE.CLONE)),
  setns(slot("own"), CLONE.NEWNS),
  close(slot("own")),
  close(slot("theirs")),
];

/** Puts it in the place of one's own. */
export const shareShm = (): Plan => [
  ...removeShm(),
  move_mount(slot("shm"), "", AT_FDCWD, "/dev/shm", MOVE_MOUNT.F_EMPTY_PATH),
  close(slot("shm")),
];

/** No shared memory by name (shm_open(3)). */
export const removeShm = (): Plan => [umount2("/dev/shm", 0)];
