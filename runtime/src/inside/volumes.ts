/** Directories and files of the machine in the container. */
import {
  chdir,
  close,
  fchdir,
  keep,
  mknod,
  mount,
  mount_setattr,
  move_mount,
  open_tree,
  type Plan,
  slot,
  tolerate,
} from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";
import {
  AT_EMPTY_PATH,
  AT_FDCWD,
  AT_RECURSIVE,
  MOUNT_ATTR,
  MOVE_MOUNT,
  MS,
  OPEN_TREE,
} from "../kernel/flags.ts";
import { makeDirectory } from "./workdir.ts";

/** One volume: what of the machine is to be seen where. */
export interface Volume {
  /** Absolute path on the machine. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly target: string;
  readonly readOnly: boolean;
  /** A file; else a directory. */
  readonly file: boolean;
  /** Whether later mounts of the machine below the source arrive (mount_namespaces(7)). */
  readonly propagation: "private" | "slave";
}

/**
 * Takes hold of the volumes' sources while the machine is still in sight: each as a copy of its
 * mount that is not yet anywhere, with all that is mounted below, in a slot of its own. What the slots
 * are called (`volume0`) is between this function and attachVolumes().
 *
 * @lesson 5 open
 * @see open_tree(2)
 */
export function openVolumes(volumes: readonly Volume[]): Plan {
  const flags = OPEN_TREE.CLONE | OPEN_TREE.CLOEXEC | AT_RECURSIVE;
  return volumes.map(({ source }, i) => keep(`volume${i}`, open_tree(AT_FDCWD, source, flags)));
}

/**
 * Puts the volumes in their places, now that only the container is in sight: whatever links the
 * image has there, they lead nowhere but into the container. The working directory is `/`, before
 * and after.
 *
 * A target that is missing is made, directories with mode 755 and an empty file (644) for a file; one
 * that is there stays as it is, be it a link, which is followed, and a root that is read-only may have
 * it already. A volume below another one comes after it, in whatever order they were asked for.
 *
 * Read-only means the mounts below too, and it is made so before anybody can see it: that takes
 * mount_setattr(2), and only for that may it be needed, since older kernels do not have it. A volume
 * that is private is told nothing of the machine's later mounts: openVolumes() left the copies what
 * privateMounts() made of the originals, which may be slaves. mount(2) does that from within the
 * volume (fchdir(2)), once it is in its place; a file has nothing below it, and needs none of it.
 *
 * @lesson 5 attach
 * @see move_mount(2), mount_setattr(2) (Linux 5.12), mknod(2), mount_namespaces(7)
 */
export function attachVolumes(volumes: readonly Volume[]): Plan {
  const flags = MOVE_MOUNT.F_EMPTY_PATH | MOVE_MOUNT.T_SYMLINKS;
  return volumes
    .map((volume, i) => ({ ...volume, tree: slot(`volume${i}`) }))
    .toSorted((a, b) => depth(a.target) - depth(b.target))
    .flatMap(({ tree, target, file, readOnly, propagation }) => [
      ...(readOnly ? [makeReadOnly(tree)] : []),
      ...makeTarget(target, file),
      move_mount(tree, "", AT_FDCWD, target, flags),
      ...(propagation === "private" && !file ? makePrivate(tree) : []),
      close(tree),
    ]);

  function depth(path: string) {
    return path.split("/").length;
  }

  function makeReadOnly(tree: ReturnType<typeof slot>) {
    return mount_setattr(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, MOUNT_ATTR.RDONLY, 0);
  }

  function makeTarget(target: string, file: boolean): Plan {
    if (!file) return makeDirectory(target);
    return [
      ...makeDirectory(target.slice(0, target.lastIndexOf("/"))),
      tolerate([ERRNO.EEXIST, ERRNO.EROFS], mknod(target, 0o644, 0)), // not opened: it may be a socket
    ];
  }

  /** By descriptor: the path might mean something else by now. And mount(2) is on every kernel. */
  function makePrivate(tree: ReturnType<typeof slot>): Plan {
    return [fchdir(tree), mount(null, ".", null, MS.REC | MS.PRIVATE, null), chdir("/")];
  }
}
