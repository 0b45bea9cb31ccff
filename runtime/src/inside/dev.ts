/** The container's own /dev and /sys. */
import {
  close,
  keep,
  mkdir,
  mknod,
  mount,
  move_mount,
  open,
  open_tree,
  type Plan,
  slot,
  symlink,
  tolerate,
} from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";
import { AT_FDCWD, MOVE_MOUNT, MS, O, OPEN_TREE, S_IFCHR } from "../kernel/flags.ts";

/** The devices that every container has (OCI runtime specification, default devices). */
const DEVICES: readonly (readonly [name: string, major: number, minor: number])[] = [
  ["null", 1, 3],
  ["zero", 1, 5],
  ["full", 1, 7],
  ["random", 1, 8],
  ["urandom", 1, 9],
  ["tty", 5, 0],
];

const LINKS: readonly (readonly [target: string, name: string])[] = [
  ["/proc/self/fd", "fd"],
  ["/proc/self/fd/0", "stdin"],
  ["/proc/self/fd/1", "stdout"],
  ["/proc/self/fd/2", "stderr"],
  ["pts/ptmx", "ptmx"],
];

const UNSAFE = MS.NOSUID | MS.NODEV | MS.NOEXEC;

interface Users {
  /** Set when the container has a user namespace. */
  readonly ids?: unknown;
}

/** Takes hold of the machine's devices where a user namespace forbids to make one's own. */
export function openDevices({ ids }: Users): Plan {
  if (!ids) return [];
  return DEVICES.map(([name]) => keep(name, open_tree(AT_FDCWD, `/dev/${name}`, OPEN_TREE.CLONE)));
}

/**
 * Gives the container a /dev of its own, with nothing of the machine's: a tmpfs (nosuid, at most
 * 64 MiB) that is made whether or not the image has a /dev, and in it
 *
 * - DEVICES, as character devices that everybody may read and write. A user namespace may make none:
 *   then openDevices() has kept the machine's, each in the slot of its name, for move_mount(2) onto
 *   an empty file;
 * - LINKS;
 * - pts: a devpts (nosuid, noexec) of its own. Everybody may open its ptmx (ptmxmode); the terminals
 *   have mode 620 and group 5, `tty`, which a user namespace may not know;
 * - shm: a tmpfs of at most 64 MiB, and mqueue: message queues, both nosuid, nodev, noexec, and for
 *   everybody to write, as /tmp is.
 *
 * The umask is 0. What a mount's source is called is up to you, and so is the mode of a directory
 * that a mount covers.
 *
 * @lesson 3 dev
 * @see null(4), random(4), tty(4), pts(4), shm_overview(7), mq_overview(7), mknod(2)
 */
export function mountDev({ ids }: Users): Plan {
  return [
    tolerate([ERRNO.EEXIST, ERRNO.EROFS], mkdir("/dev", 0o755)),
    mount("tmpfs", "/dev", "tmpfs", MS.NOSUID | MS.STRICTATIME, "mode=755,size=65536k"),
    ...DEVICES.flatMap(ids ? boundDevice : ownDevice),
    ...LINKS.map(([target, name]) => symlink(target, `/dev/${name}`)),
    mkdir("/dev/pts", 0o755),
    mount("devpts", "/dev/pts", "devpts", MS.NOSUID | MS.NOEXEC, ptsOptions()),
    mkdir("/dev/shm", 0o1777),
    mount("shm", "/dev/shm", "tmpfs", UNSAFE, "mode=1777,size=65536k"),
    mkdir("/dev/mqueue", 0o1777),
    mount("mqueue", "/dev/mqueue", "mqueue", UNSAFE, null),
  ];

  function ownDevice([name, major, minor]: (typeof DEVICES)[number]): Plan {
    return [mknod(`/dev/${name}`, S_IFCHR | 0o666, (major << 8) | minor)];
  }

  function boundDevice([name]: (typeof DEVICES)[number]): Plan {
    return [
      keep("file", open(`/dev/${name}`, O.WRONLY | O.CREAT | O.CLOEXEC)),
      close(slot("file")),
      move_mount(slot(name), "", AT_FDCWD, `/dev/${name}`, MOVE_MOUNT.F_EMPTY_PATH),
      close(slot(name)),
    ];
  }

  /** gid 5 is `tty` everywhere; a user namespace may not know it. */
  function ptsOptions(): string {
    return `newinstance,ptmxmode=0666,mode=0620${ids ? "" : ",gid=5"}`;
  }
}

/** /sys, to be read only. */
export function mountSys(): Plan {
  return [
    tolerate([ERRNO.EEXIST, ERRNO.EROFS], mkdir("/sys", 0o555)),
    mount("sysfs", "/sys", "sysfs", UNSAFE | MS.RDONLY, null),
  ];
}

/** /sys, to be written to: for who may do everything. */
export const writeSys = (): Plan => [mount(null, "/sys", null, MS.REMOUNT | UNSAFE, null)];

/** Gives /dev/shm another size, in bytes (tmpfs(5)). */
export const resizeShm = (size: number): Plan => [
  mount(null, "/dev/shm", null, MS.REMOUNT | UNSAFE, `size=${size}`),
];
