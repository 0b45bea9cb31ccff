/**
 * Files of the kernel that are everybody's: /proc and /sys show them in a container too, though they
 * tell of the whole machine, or change it.
 *
 * All of this is done from within the file systems themselves, which are checked to be the kernel's
 * own (fstatfs(2)): an image or a volume, or somebody who renames while we work, can put a link where
 * /proc should be, but none into it (CVE-2019-19921, CVE-2025-31133, CVE-2025-52881).
 */
import {
  chdir,
  close,
  fchdir,
  fstat,
  fstatfs,
  keep,
  mount,
  move_mount,
  open,
  open_tree,
  type Plan,
  slot,
  tolerate,
} from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";
import { AT_FDCWD, MAGIC, MOVE_MOUNT, MS, O, OPEN_TREE, S_IFCHR } from "../kernel/flags.ts";

/** What docker masks: files that every machine has come first. */
const FILES = [
  "interrupts",
  "kcore",
  "keys",
  "latency_stats",
  "sched_debug",
  "timer_list",
  "timer_stats",
];
const DIRECTORIES = ["acpi", "asound", "scsi"];
const SYS_DIRECTORIES = ["firmware", "devices/virtual/powercap"];
/** What docker lets be read. */
const READ_ONLY = ["bus", "fs", "irq", "sys", "sysrq-trigger"];

const NULL = (1 << 8) | 3; // makedev(1, 3), null(4)
const UNSAFE = MS.NOSUID | MS.NODEV | MS.NOEXEC;

/**
 * Masks what tells too much, and makes read-only what changes too much.
 *
 * @param processors how many there are: each has a directory to mask
 */
export const maskKernel = (processors: number): Plan => [
  ...within("/proc", MAGIC.PROC_SUPER_MAGIC, [
    ...withNull(maskFiles(FILES)),
    ...maskDirectories(DIRECTORIES),
    ...protect(READ_ONLY),
  ]),
  ...within("/sys", MAGIC.SYSFS_MAGIC, [
    ...maskDirectories([...SYS_DIRECTORIES, ...throttles(processors)]),
  ]),
];

const throttles = (processors: number): string[] =>
  Array.from(
    { length: processors },
    (_, number) => `devices/system/cpu/cpu${number}/thermal_throttle`,
  );

/** Goes to a file system of the kernel's, if it is one, and does something there. */
export function within(path: string, magic: number, plan: Plan): Plan {
  if (plan.length === 0) return [];
  return [
    keep("kernel", open(path, O.PATH | O.DIRECTORY | O.NOFOLLOW | O.CLOEXEC)),
    fstatfs(slot("kernel"), magic),
    fchdir(slot("kernel")),
    close(slot("kernel")),
    ...plan,
    chdir("/"),
  ];
}

/** Takes hold of the container's null(4), if it is one, in the slot `null`. */
function withNull(plan: Plan): Plan {
  if (plan.length === 0) return [];
  return [
    keep("null", open_tree(AT_FDCWD, "/dev/null", OPEN_TREE.CLONE | OPEN_TREE.CLOEXEC)),
    fstat(slot("null"), S_IFCHR, NULL),
    ...plan,
    close(slot("null")),
  ];
}

/**
 * Hides files behind the null device, so that they can be read, and are empty. The first file is on
 * every machine, so it gets the mount that withNull() keeps in the slot `null`, and closes; all others
 * get a copy of it. Of those, a machine may lack some (ENOENT).
 *
 * @param names relative to the working directory; one at least
 * @lesson 8 files
 * @see move_mount(2), mount(2), "Creating a bind mount"
 */
export function maskFiles([first = "", ...others]: readonly string[]): Plan {
  return [
    move_mount(slot("null"), "", AT_FDCWD, first, MOVE_MOUNT.F_EMPTY_PATH),
    ...others.map((name) => tolerate([ERRNO.ENOENT], mount(first, name, null, MS.BIND, null))),
  ];
}

/**
 * Hides directories behind an empty one that nobody can write to: a tmpfs each, read-only.
 * A machine may lack some of them (ENOENT).
 *
 * @param names relative to the working directory
 * @lesson 8 directories
 * @see mount(2), tmpfs(5)
 */
export function maskDirectories(names: readonly string[]): Plan {
  const flags = UNSAFE | MS.RDONLY;
  return names.map((name) => tolerate([ERRNO.ENOENT], mount("tmpfs", name, "tmpfs", flags, null)));
}

/**
 * Makes files and directories read-only by a mount of each on itself. The flag is ignored when a
 * bind mount is made, so that takes a second call, which sets all flags anew: set-user-ID programs,
 * devices and any programs stay out of reach (UNSAFE). A machine may lack some of them (ENOENT).
 *
 * @param names relative to the working directory
 * @lesson 8 readonly
 * @see mount(2), "Remounting an existing mount"
 */
export function protect(names: readonly string[]): Plan {
  const flags = MS.REMOUNT | MS.BIND | MS.RDONLY | UNSAFE;
  return names.flatMap((name) => [
    tolerate([ERRNO.ENOENT], mount(name, name, null, MS.BIND | MS.REC, null)),
    tolerate([ERRNO.ENOENT], mount(null, name, null, flags, null)),
  ]);
}
