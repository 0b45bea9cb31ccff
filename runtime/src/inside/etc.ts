/** The files in /etc that belong to the container and not to its image. */
import {
  close,
  keep,
  mount,
  move_mount,
  open,
  open_tree,
  type Plan,
  slot,
  tolerate,
  umount2,
  write,
} from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";
import { AT_FDCWD, MNT, MOVE_MOUNT, MS, O, OPEN_TREE } from "../kernel/flags.ts";

/** Contents by name below /etc: `hosts`, `hostname`, `resolv.conf`. */
export type EtcFiles = Readonly<Record<string, string>>;

/**
 * Gives the container its own /etc/hostname, /etc/hosts and /etc/resolv.conf, which everybody in it
 * may read and root may write, without writing into the image: the files are made in a small file
 * system of their own, and each is mounted over the image's file. One that the image lacks (ENOENT)
 * is no error, and stays away. Where the image has a link, move_mount(2) covers the link itself, and
 * mount(2) what it leads to within the image: either will do.
 *
 * The small file system needs a place only until its files are taken hold of: mount it on /proc,
 * where it covers the container's own, and unmount it again (MNT_DETACH). Nobody looks at /proc yet.
 *
 * @lesson 3 etc
 * @see tmpfs(5), open_tree(2), move_mount(2), hosts(5), resolv.conf(5)
 */
export function mountEtcFiles(files: EtcFiles): Plan {
  const names = Object.keys(files);
  return [
    mount("etc", "/proc", "tmpfs", MS.NOSUID | MS.NODEV | MS.NOEXEC, "mode=755"),
    ...names.flatMap((name) => makeFile(name, `/proc/${name}`, files[name] ?? "")),
    umount2("/proc", MNT.DETACH),
    ...names.flatMap((name) => cover(name, `/etc/${name}`)),
  ];

  function makeFile(name: string, path: string, content: string): Plan {
    return [
      keep("file", open(path, O.WRONLY | O.CREAT | O.EXCL | O.CLOEXEC, 0o644)),
      write(slot("file"), content),
      close(slot("file")),
      keep(name, open_tree(AT_FDCWD, path, OPEN_TREE.CLONE | OPEN_TREE.CLOEXEC)),
    ];
  }

  function cover(name: string, path: string): Plan {
    return [
      tolerate([ERRNO.ENOENT], move_mount(slot(name), "", AT_FDCWD, path, MOVE_MOUNT.F_EMPTY_PATH)),
      close(slot(name)),
    ];
  }
}
