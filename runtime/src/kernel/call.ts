/**
 * A Call is one system call, written down to be made later, by another process.
 * A Plan is a list of them. Nothing else crosses from TypeScript into init.
 *
 * Each function here has the name of a system call and takes its arguments in the order of the
 * manual page; it makes no call, it returns one.
 */

/** An argument: NULL, an integer, a string, a structure's bytes, a vector, a kept descriptor. */
export type Arg = null | number | string | Uint8Array | readonly string[] | Slot;

/** A descriptor that an earlier call kept, or that init was started with, by its name. */
export interface Slot {
  readonly slot: string;
}

/** One system call: what, with what, and which line of TypeScript asked for it. */
export interface Call {
  readonly name: string;
  readonly args: readonly Arg[];
  /** Where it was written; `stack` is made only when somebody reads it. */
  readonly site: { readonly stack?: string };
  /** Keep the descriptor that it returns under this name. */
  readonly keptAs?: string;
  /** Errors that are no failure here, as errno numbers. */
  readonly tolerated?: readonly number[];
}

/** System calls in the order in which they are to be made. */
export type Plan = readonly Call[];

/** Names the descriptor that `keep(name, …)` kept. */
export const slot = (name: string): Slot => ({ slot: name });

/** Keeps the descriptor that a call returns, for later calls of the same plan. */
export function keep(name: string, call: Call): Call {
  if (!isCall(call)) misused(keep, "keep", "argument 2 is no call");
  return { ...call, keptAs: name };
}

/** The same call, for which these errors (errno numbers) are as good as success. */
export function tolerate(errnos: readonly number[], call: Call): Call {
  if (!Array.isArray(errnos)) misused(tolerate, "tolerate", "argument 1 is no list of errnos");
  if (!isCall(call)) misused(tolerate, "tolerate", "argument 2 is no call");
  return { ...call, tolerated: errnos };
}

/** Whether it is one: what runs may have been built in spite of the type checker. */
export const isCall = (value: unknown): value is Call =>
  typeof value === "object" && value !== null && "args" in value;

type Writer = (...args: never[]) => Call;

/** Blames the caller of `writer`, as a call that fails does. */
function misused(writer: Writer, name: string, what: string): never {
  const error = new TypeError(`${name}(): ${what}`);
  Error.captureStackTrace(error, writer);
  throw error;
}

/** Notes the caller of `writer`, which is the line that the learner wrote. */
function call(writer: Writer, name: string, ...args: Arg[]): Call {
  const missing = (args as readonly (Arg | undefined)[]).indexOf(undefined) + 1;
  if (missing > 0) misused(writer, name, `argument ${missing} is undefined`);
  const site: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(site, writer);
  Error.stackTraceLimit = limit;
  return { name, args, site };
}

/** mount(2) */
export function mount(
  source: string | null,
  target: string,
  type: string | null,
  flags: number,
  data: string | null,
): Call {
  return call(mount, "mount", source, target, type, flags, data);
}

/** umount2(2) */
export function umount2(target: string, flags: number): Call {
  return call(umount2, "umount2", target, flags);
}

/** pivot_root(2) */
export function pivot_root(newRoot: string, putOld: string): Call {
  return call(pivot_root, "pivot_root", newRoot, putOld);
}

/** chdir(2) */
export function chdir(path: string): Call {
  return call(chdir, "chdir", path);
}

/** fchdir(2) */
export function fchdir(fd: Slot): Call {
  return call(fchdir, "fchdir", fd);
}

/** chroot(2) */
export function chroot(path: string): Call {
  return call(chroot, "chroot", path);
}

/** mkdir(2) */
export function mkdir(path: string, mode: number): Call {
  return call(mkdir, "mkdir", path, mode);
}

/** mknod(2); `device` as makedev(3) packs it. */
export function mknod(path: string, mode: number, device: number): Call {
  return call(mknod, "mknod", path, mode, device);
}

/** lchown(2) */
export function lchown(path: string, uid: number, gid: number): Call {
  return call(lchown, "lchown", path, uid, gid);
}

/** symlink(2) */
export function symlink(target: string, linkpath: string): Call {
  return call(symlink, "symlink", target, linkpath);
}

/** sethostname(2), without the length, which is the string's. */
export function sethostname(name: string): Call {
  return call(sethostname, "sethostname", name);
}

/** setdomainname(2), without the length, which is the string's. */
export function setdomainname(name: string): Call {
  return call(setdomainname, "setdomainname", name);
}

/** setns(2) */
export function setns(fd: Slot, type: number): Call {
  return call(setns, "setns", fd, type);
}

/** unshare(2) */
export function unshare(flags: number): Call {
  return call(unshare, "unshare", flags);
}

/**
 * clone(2): the plan goes on in the child, and the caller becomes its reaper: it hands signals on
 * and ends with the child's exit code. With CLONE_PARENT it has no child, and ends at once.
 */
export function clone(flags: number): Call {
  return call(clone, "clone", flags);
}

/** clone3(2) into a cgroup v2 directory (CLONE_INTO_CGROUP); otherwise as clone. */
export function clone3(flags: number, cgroup: Slot): Call {
  return call(clone3, "clone3", flags, cgroup);
}

/** nanosleep(2) */
export function nanosleep(ms: number): Call {
  const time = BigInt64Array.of(BigInt(Math.floor(ms / 1000)), BigInt((ms % 1000) * 1e6));
  return call(nanosleep, "nanosleep", bytes(time));
}

/** setresuid(2) */
export function setresuid(real: number, effective: number, saved: number): Call {
  return call(setresuid, "setresuid", real, effective, saved);
}

/** setresgid(2) */
export function setresgid(real: number, effective: number, saved: number): Call {
  return call(setresgid, "setresgid", real, effective, saved);
}

/** setgroups(2), without the size, which is the list's. */
export function setgroups(gids: readonly number[]): Call {
  return call(setgroups, "setgroups", bytes(Uint32Array.from(gids)));
}

/** prctl(2) */
export function prctl(option: number, arg2: number, arg3 = 0, arg4 = 0, arg5 = 0): Call {
  return call(prctl, "prctl", option, arg2, arg3, arg4, arg5);
}

/**
 * capset(2) of this thread; sets as bits, whose number is the capability's.
 */
export function capset(sets: {
  readonly effective: bigint;
  readonly permitted: bigint;
  readonly inheritable: bigint;
}): Call {
  const { effective, permitted, inheritable } = sets;
  const words = [0n, 32n].flatMap((from) =>
    [effective, permitted, inheritable].map((set) => Number((set >> from) & 0xffffffffn)),
  );
  const header = Uint32Array.of(LINUX_CAPABILITY_VERSION_3, 0);
  return call(capset, "capset", bytes(header), bytes(Uint32Array.from(words)));
}

const LINUX_CAPABILITY_VERSION_3 = 0x20080522;

/** seccomp(2); `filter` is an array of struct sock_filter, 8 bytes each. */
export function seccomp(operation: number, flags: number, filter: Uint8Array): Call {
  return call(seccomp, "seccomp", operation, flags, filter);
}

/** setrlimit(2); limits in the unit of the resource. */
export function setrlimit(resource: number, soft: bigint, hard: bigint): Call {
  return call(setrlimit, "setrlimit", resource, bytes(BigUint64Array.of(soft, hard)));
}

/** open(2): keep it, or it is lost. */
export function open(path: string, flags: number, mode = 0o666): Call {
  return call(open, "open", path, flags, mode);
}

/** open_tree(2): keep it, or it is lost. */
export function open_tree(dirfd: Slot | number, path: string, flags: number): Call {
  return call(open_tree, "open_tree", dirfd, path, flags);
}

/** move_mount(2) */
export function move_mount(
  fromDirfd: Slot | number,
  fromPath: string,
  toDirfd: Slot | number,
  toPath: string,
  flags: number,
): Call {
  return call(move_mount, "move_mount", fromDirfd, fromPath, toDirfd, toPath, flags);
}

/**
 * mount_setattr(2)
 *
 * @param propagation MS_PRIVATE, MS_SLAVE or MS_SHARED; 0 leaves it
 */
export function mount_setattr(
  dirfd: Slot | number,
  path: string,
  flags: number,
  set: number,
  propagation: number,
): Call {
  const attributes = BigUint64Array.of(BigInt(set), 0n, BigInt(propagation), 0n);
  return call(mount_setattr, "mount_setattr", dirfd, path, flags, bytes(attributes));
}

/** openat(2): keep it, or it is lost. */
export function openat(dirfd: Slot | number, path: string, flags: number, mode: number): Call {
  return call(openat, "openat", dirfd, path, flags, mode);
}

/** openat2(2): keep it, or it is lost. @param resolve RESOLVE_* flags */
export function openat2(
  dirfd: Slot | number,
  path: string,
  flags: number,
  mode: number,
  resolve: number,
): Call {
  const how = bytes(BigUint64Array.of(BigInt(flags), BigInt(mode), BigInt(resolve)));
  return call(openat2, "openat2", dirfd, path, how);
}

/** fsopen(2): a file system that is not yet mounted; keep it, or it is lost. */
export function fsopen(type: string, flags: number): Call {
  return call(fsopen, "fsopen", type, flags);
}

/** fsconfig(2) */
export function fsconfig(
  fd: Slot,
  command: number,
  key: string | null,
  value: string | null,
  aux: number,
): Call {
  return call(fsconfig, "fsconfig", fd, command, key, value, aux);
}

/** fsmount(2): a mount that is not yet anywhere; keep it, or it is lost. */
export function fsmount(fd: Slot, flags: number, attributes: number): Call {
  return call(fsmount, "fsmount", fd, flags, attributes);
}

/**
 * fstatfs(2): fails with EXDEV unless the descriptor is on a file system of this kind.
 *
 * @param magic f_type, one of MAGIC
 */
export function fstatfs(fd: Slot, magic: number): Call {
  return call(fstatfs, "fstatfs", fd, magic);
}

/**
 * fstat(2): fails with ENODEV unless the descriptor is this very device.
 *
 * @param kind S_IFCHR or S_IFBLK
 * @param device as makedev(3) packs it
 */
export function fstat(fd: Slot, kind: number, device: number): Call {
  return call(fstat, "fstat", fd, kind, device);
}

/** close(2) */
export function close(fd: Slot): Call {
  return call(close, "close", fd);
}

/** write(2), without the count, which is the string's. */
export function write(fd: Slot, data: string): Call {
  return call(write, "write", fd, Buffer.from(data));
}

/** dup2(2) */
export function dup2(oldfd: Slot, newfd: number): Call {
  return call(dup2, "dup2", oldfd, newfd);
}

/** fchown(2) */
export function fchown(fd: Slot | number, owner: number, group: number): Call {
  return call(fchown, "fchown", fd, owner, group);
}

/** umask(2) */
export function umask(mask: number): Call {
  return call(umask, "umask", mask);
}

/** setsid(2) */
export function setsid(): Call {
  return call(setsid, "setsid");
}

/** socket(2): keep it, or it is lost. */
export function socket(domain: number, type: number, protocol: number): Call {
  return call(socket, "socket", domain, type, protocol);
}

/** ioctl(2); `arg` is an integer, or the bytes that the request points to. */
export function ioctl(fd: Slot | number, request: number, arg: number | Uint8Array): Call {
  return call(ioctl, "ioctl", fd, request, arg);
}

/** execve(2) */
export function execve(path: string, argv: readonly string[], envp: readonly string[]): Call {
  return call(execve, "execve", path, argv, envp);
}

const bytes = (array: Uint32Array | BigUint64Array | BigInt64Array) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
