/** Files below /etc that a container has together with another one, whose network it is in. */
import {
  chroot,
  close,
  fchdir,
  fstatfs,
  keep,
  move_mount,
  open,
  open_tree,
  type Plan,
  setns,
  slot,
  tolerate,
} from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";
import {
  AT_FDCWD,
  AT_SYMLINK_NOFOLLOW,
  CLONE,
  MAGIC,
  MOVE_MOUNT,
  O,
  OPEN_TREE,
} from "../kernel/flags.ts";

const held = (name: string) => `shared ${name}`;
const FILE = OPEN_TREE.CLONE | OPEN_TREE.CLOEXEC | AT_SYMLINK_NOFOLLOW;

/**
 * Takes hold of another container's files below /etc, in its mount namespace, since a mount can only
 * be copied where it is. It has to be one of the small file systems that mountEtcFiles makes, whatever
 * somebody in there has put in its place meanwhile. Who comes back is at its namespace's root
 * (setns(2)), so the own root and directory are taken again.
 *
 * @param pid a process in the other container
 * @see setns(2), open_tree(2), mount_namespaces(7)
 */
export function holdEtcFiles(pid: number, names: readonly string[]): Plan {
  if (names.length === 0) return [];
  const directory = O.PATH | O.DIRECTORY | O.CLOEXEC;
  return [
    keep("root", open("/", directory)),
    keep("directory", open(".", directory)),
    keep("own", open("/proc/self/ns/mnt", O.RDONLY | O.CLOEXEC)),
    keep("other", open(`/proc/${pid}/ns/mnt`, O.RDONLY | O.CLOEXEC)),
    setns(slot("other"), CLONE.NEWNS),
    ...names.flatMap((name) => [
      keep(held(name), open_tree(AT_FDCWD, `/etc/${name}`, FILE)),
      fstatfs(slot(held(name)), MAGIC.TMPFS_MAGIC),
    ]),
    setns(slot("own"), CLONE.NEWNS),
    fchdir(slot("root")),
    chroot("."),
    fchdir(slot("directory")),
    ...["root", "directory", "own", "other"].map((name) => close(slot(name))),
  ];
}

/** Shows what holdEtcFiles has taken hold of; what the root has no place for stays away. */
export const showEtcFiles = (names: readonly string[]): Plan =>
  names.flatMap((name) => [
    tolerate(
      [ERRNO.ENOENT],
      move_mount(slot(held(name)), "", AT_FDCWD, `/etc/${name}`, MOVE_MOUNT.F_EMPTY_PATH),
    ),
    close(slot(held(name))),
  ]);
