/**
 * The only place that touches the addon (native/addon.cc), and its type.
 *
 * When the kernel refuses, every function throws an Error with `code` ("EPERM"), `errno` (positive)
 * and `syscall`.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The addon's functions, as native/addon.cc exports them. */
export interface Addon {
  /**
   * clone3(2): a child in new namespaces that at once executes a sealed copy of `init`, with
   * `stdio` as 0 to 2 and `keep` from 3 on.
   */
  clone(
    init: string,
    flags: number,
    cgroup: number,
    stdio: readonly [number, number, number],
    keep: readonly number[],
    argv: readonly string[],
  ): { pid: number; pidfd: number };
  /** waitid(2) without blocking: code -1 when a signal ended it, else signal 0. Closes pidfd. */
  wait(pid: number, pidfd: number, done: (code: number, signal: number) => void): void;
  /** _exit(2): nothing of Node's runs any more. */
  exit(code: number): void;
  /** pipe2(2) with O_CLOEXEC: [read end, write end]. */
  pipe(): [number, number];
  /** socketpair(2) of Unix stream sockets. */
  socketpair(): [number, number];
  /** sendmsg(2): one byte through a socket, with descriptors (SCM_RIGHTS), 253 at most. */
  sendDescriptors(socket: number, descriptors: readonly number[]): void;
  /** socket(2) with SOCK_CLOEXEC. */
  socket(domain: number, type: number, protocol?: number): number;
  /** bind(2) to an address of IPv4 or IPv6. */
  bind(socket: number, address: string, port: number): void;
  /** unlockpt(3) and ptsname(3): makes the other end usable and returns its number. */
  unlockTerminal(master: number): number;
  /** cfmakeraw(3) on a terminal; returns what tcsetattr(3) needs to put it back. */
  makeRaw(fd: number): Uint8Array;
  /** tcsetattr(3) */
  setTermios(fd: number, saved: Uint8Array): void;
  /** TIOCGWINSZ, see ioctl_tty(2): [rows, columns]. */
  windowSize(fd: number): [number, number];
  /** TIOCSWINSZ, see ioctl_tty(2). */
  setWindowSize(fd: number, rows: number, columns: number): void;
  /** prlimit(2): [soft, hard]. */
  getrlimit(pid: number, resource: number): [bigint, bigint];
  /** openat2(2) */
  openat2(dirfd: number, path: string, flags: number, mode: number, resolve: number): number;
  /** flock(2) */
  flock(fd: number, operation: number): void;
  /** Of each file, whether nobody holds its lock, flock(2); false for what cannot be opened. */
  unlocked(paths: readonly string[]): boolean[];
  /** open(2), read(2) and close(2) of each path: its text, undefined for what cannot be read. */
  readAll(paths: readonly string[]): (string | undefined)[];
  /** lgetxattr(2) */
  lgetxattr(path: string | Uint8Array, name: string): Uint8Array;
  /** llistxattr(2) */
  llistxattr(path: string | Uint8Array): string[];
  /** lsetxattr(2) */
  lsetxattr(path: string | Uint8Array, name: string, value: Uint8Array): void;
  /** mknod(2): `mode` with the kind of file. */
  mknod(path: string | Uint8Array, mode: number, major: number, minor: number): void;
  /** bpf(2): of each pointer [offset, bytes], the bytes' address goes into `attributes`. */
  bpf(
    command: number,
    attributes: Uint8Array,
    pointers: readonly (readonly [offset: number, bytes: Uint8Array])[],
  ): number;
  /** pidfd_open(2) */
  pidfdOpen(pid: number): number;
  /** pidfd_send_signal(2) */
  pidfdSendSignal(pidfd: number, signal: number): void;
}

// The bundle is told where native/ is (runtime/build.mjs); run as plain TypeScript it is known.
declare const NATIVE_DIR: string;
const directory =
  typeof NATIVE_DIR === "string"
    ? NATIVE_DIR
    : fileURLToPath(new URL("../../../native/build/Release", import.meta.url));

/** The addon. Not by require, whose module would have to be loaded for that alone. */
export const native: Addon = load(join(directory, "addon.node"));

function load(path: string): Addon {
  const module = { exports: {} };
  process.dlopen(module, path);
  return module.exports as Addon;
}

/** The file of init, whose sealed copy is what runs. */
export const INIT = join(directory, "init");
