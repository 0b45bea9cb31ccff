/** The container's own root. */
import {
  chdir,
  keep,
  mount,
  open,
  type Plan,
  pivot_root,
  tolerate,
  umount2,
} from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";
import { MNT, MS, O } from "../kernel/flags.ts";

/**
 * Makes a directory the container's root: `/` of its processes, and of its mount namespace. The old
 * root is not left yet. It may lie on top of the new one, where no absolute path meets it, or
 * wherever leaveMachine() finds it again.
 *
 * Nothing may be left in the directory for that, which may be read-only, and a `.pivot_root` that
 * somebody else has left in it must not matter.
 *
 * @param root absolute path without symbolic links
 * @lesson 3 enter
 * @see pivot_root(2), also its notes; chroot(2) is not enough, as its own page says
 */
export function enterRoot(root: string): Plan {
  return [
    mount(root, root, null, MS.BIND | MS.REC, null), // pivot_root wants a mount, not a directory
    chdir(root),
    pivot_root(".", "."), // no put_old directory: nothing to make in the image, or to clean up
  ];
}

/**
 * Puts the machine's files out of reach, at once and for ever, although they are in use, and goes
 * to the new `/`. This comes after /proc and /sys are mounted: a user namespace may mount them only
 * while it can see others.
 *
 * @lesson 3 leave
 * @see umount2(2), mount_namespaces(7)
 */
export function leaveMachine(): Plan {
  return [umount2(".", MNT.DETACH), chdir("/")];
}

/**
 * Refuses an image in which one of these is no directory. As long as the old root lies on top, a
 * link with enough `..` in it leads to the machine, and so would whatever is mounted on it.
 */
export function refuseLinks(paths: readonly string[]): Plan {
  return paths.map(realDirectory);
}

function realDirectory(path: string) {
  const flags = O.PATH | O.DIRECTORY | O.NOFOLLOW | O.CLOEXEC;
  return keep("place", tolerate([ERRNO.ENOENT], open(path, flags)));
}

/**
 * Makes the root read-only; what is mounted below it stays as it is (mount(2), MS_REMOUNT).
 *
 * @param kept the root's other MS_* flags, since a remount sets all of them anew
 */
export function readOnlyRoot(kept: number): Plan {
  return [mount(null, "/", null, MS.REMOUNT | MS.BIND | MS.RDONLY | kept, null)];
}
