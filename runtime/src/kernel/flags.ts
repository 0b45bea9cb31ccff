/**
 * The kernel's constants under their C names without the prefix: `MS.NOSUID` is MS_NOSUID.
 * Values are those of x86-64 and arm64 alike, from the kernel's uapi headers.
 */

/** mount(2): mountflags. */
export const MS = {
  RDONLY: 0x1,
  NOSUID: 0x2,
  NODEV: 0x4,
  NOEXEC: 0x8,
  REMOUNT: 0x20,
  NOATIME: 0x400,
  BIND: 0x1000,
  MOVE: 0x2000,
  REC: 0x4000,
  PRIVATE: 0x40000,
  SLAVE: 0x80000,
  SHARED: 0x100000,
  RELATIME: 0x200000,
  STRICTATIME: 0x1000000,
} as const;

/** umount2(2): flags. */
export const MNT = { FORCE: 1, DETACH: 2, EXPIRE: 4 } as const;

/** clone(2), unshare(2), setns(2): which namespaces, and what a child shares. */
export const CLONE = {
  NEWTIME: 0x80,
  PARENT: 0x8000,
  NEWNS: 0x20000,
  NEWCGROUP: 0x2000000,
  NEWUTS: 0x4000000,
  NEWIPC: 0x8000000,
  NEWUSER: 0x10000000,
  NEWPID: 0x20000000,
  NEWNET: 0x40000000,
} as const;

/** open(2), openat2(2): flags. */
export const O = {
  RDONLY: 0,
  WRONLY: 0x1,
  RDWR: 0x2,
  CREAT: 0x40,
  EXCL: 0x80,
  NOCTTY: 0x100,
  TRUNC: 0x200,
  APPEND: 0x400,
  NONBLOCK: 0x800,
  // arm64 has its own values for these two, as its open(2) came later.
  DIRECTORY: process.arch === "arm64" ? 0x4000 : 0x10000,
  NOFOLLOW: process.arch === "arm64" ? 0x8000 : 0x20000,
  CLOEXEC: 0x80000,
  PATH: 0x200000,
} as const;

/** openat2(2): how a path may be resolved. */
export const RESOLVE = {
  NO_XDEV: 0x1,
  NO_MAGICLINKS: 0x2,
  NO_SYMLINKS: 0x4,
  BENEATH: 0x8,
  IN_ROOT: 0x10,
} as const;

/** open_tree(2): a copy of the mount, which is not yet anywhere. */
export const OPEN_TREE = { CLONE: 1, CLOEXEC: 0x80000 } as const;

/** fsopen(2) and fsmount(2) */
export const FSOPEN = { CLOEXEC: 1 } as const;
/** fsmount(2) */
export const FSMOUNT = { CLOEXEC: 1 } as const;

/** fsconfig(2): what to do with a file system in the making. */
export const FSCONFIG = { SET_FLAG: 0, SET_STRING: 1, CMD_CREATE: 6 } as const;

/** mount_setattr(2), fsmount(2) */
export const MOUNT_ATTR = { RDONLY: 1, NOSUID: 2, NODEV: 4, NOEXEC: 8 } as const;

/** move_mount(2): where a path is empty, the descriptor itself is meant; whether links are followed. */
export const MOVE_MOUNT = { F_EMPTY_PATH: 0x4, T_SYMLINKS: 0x10, T_EMPTY_PATH: 0x40 } as const;

/** The *at calls: "relative to the working directory". */
export const AT_FDCWD = -100;

/** The *at calls: a link itself is meant, and not what it leads to. */
export const AT_SYMLINK_NOFOLLOW = 0x100;
/** The *at calls: the descriptor itself is meant. */
export const AT_EMPTY_PATH = 0x1000;
/** open_tree(2), mount_setattr(2): with all mounts below. */
export const AT_RECURSIVE = 0x8000;

/** mknod(2): the kind of file, to be or-ed with the permissions. */
export const S_IFCHR = 0x2000;
/** mknod(2): a block device. */
export const S_IFBLK = 0x6000;

/** prctl(2): operations. */
export const PR = {
  SET_PDEATHSIG: 1,
  SET_DUMPABLE: 4,
  SET_KEEPCAPS: 8,
  CAPBSET_DROP: 24,
  SET_CHILD_SUBREAPER: 36,
  SET_NO_NEW_PRIVS: 38,
} as const;

/** getrlimit(2): resources. */
export const RLIMIT = {
  CPU: 0,
  FSIZE: 1,
  DATA: 2,
  STACK: 3,
  CORE: 4,
  RSS: 5,
  NPROC: 6,
  NOFILE: 7,
  MEMLOCK: 8,
  AS: 9,
  LOCKS: 10,
  SIGPENDING: 11,
  MSGQUEUE: 12,
  NICE: 13,
  RTPRIO: 14,
  RTTIME: 15,
} as const;

/** seccomp(2): operations. */
export const SECCOMP = { SET_MODE_STRICT: 0, SET_MODE_FILTER: 1 } as const;

/** statfs(2): what a file system calls itself, f_type. */
export const MAGIC = {
  PROC_SUPER_MAGIC: 0x9fa0,
  SYSFS_MAGIC: 0x62656572,
  TMPFS_MAGIC: 0x01021994,
} as const;

/** Signal numbers that plans use. */
export const SIGNAL = { KILL: 9, CHLD: 17 } as const;

/** socket(2). */
export const AF_INET = 2;

/** The same for IPv6. */
export const AF_INET6 = 10;
/** socket(2): the kernel itself, and its packet filter (netlink(7)). */
export const [AF_NETLINK, NETLINK_NETFILTER] = [16, 12] as const;

/** socket(2). */
export const SOCK = { STREAM: 1, DGRAM: 2, RAW: 3, CLOEXEC: 0x80000 } as const;

/** ioctl(2): requests. */
export const TIOCSCTTY = 0x540e;
/** netdevice(7): set the flags of an interface. */
export const SIOCSIFFLAGS = 0x8914;
/** netdevice(7): the interface is up. */
export const IFF_UP = 1;

/** flock(2) */
export const LOCK = { SH: 1, EX: 2, NB: 4, UN: 8 } as const;
