/** Calls as strace(1) prints them: C names for numbers, quotes around strings, octal modes. */
import type { Arg, Call } from "./call.ts";
import { CAPABILITIES } from "./capabilities.ts";
import * as C from "./flags.ts";

type Show = (value: number) => string;

const hex: Show = (value) => `0x${value.toString(16)}`;
const octal: Show = (value) => (value === 0 ? "0" : `0${value.toString(8)}`);

/** Or-ed flags of one family; what has no name stays a number. */
const flags =
  (prefix: string, family: Readonly<Record<string, number>>, none = "0"): Show =>
  (value) => {
    const names: string[] = [];
    let rest = value;
    for (const [name, bit] of Object.entries(family)) {
      if (bit === 0 || (rest & bit) !== bit) continue;
      names.push(prefix + name);
      rest &= ~bit;
    }
    if (rest !== 0) names.push(hex(rest >>> 0));
    return names.join("|") || none;
  };

/** One of a family. */
const one =
  (prefix: string, family: Readonly<Record<string, number>>): Show =>
  (value) => {
    const name = Object.entries(family).find(([, number]) => number === value)?.[0];
    return name ? prefix + name : String(value);
  };

/** clone(2) carries the signal that the parent gets in its lowest byte. */
const cloneFlags: Show = (value) => {
  const shared = flags("CLONE_", C.CLONE, "")(value & ~0xff);
  const signal = (value & 0xff) === C.SIGNAL.CHLD ? "SIGCHLD" : "";
  return [shared, signal].filter(Boolean).join("|") || "0";
};

const fileMode: Show = (value) =>
  (value & 0xf000) === C.S_IFCHR ? `S_IFCHR|${octal(value & 0xfff)}` : octal(value);

const at: Show = (value) => (value === C.AT_FDCWD ? "AT_FDCWD" : String(value));

const treeFlags: Show = (value) => {
  const own = flags("OPEN_TREE_", C.OPEN_TREE, "")(value & ~(C.AT_RECURSIVE | C.AT_EMPTY_PATH));
  const names = [
    own,
    value & C.AT_EMPTY_PATH ? "AT_EMPTY_PATH" : "",
    value & C.AT_RECURSIVE ? "AT_RECURSIVE" : "",
  ];
  return names.filter(Boolean).join("|") || "0";
};

/** How the numbers of each call are shown, by position. */
const NUMBERS: Readonly<Record<string, Readonly<Record<number, Show>>>> = {
  mount: { 3: flags("MS_", C.MS) },
  umount2: { 1: flags("MNT_", C.MNT) },
  clone: { 0: cloneFlags },
  clone3: { 0: cloneFlags },
  unshare: { 0: flags("CLONE_", C.CLONE) },
  setns: { 1: flags("CLONE_", C.CLONE) },
  open: { 1: flags("O_", C.O, "O_RDONLY"), 2: octal },
  openat: { 0: at, 2: flags("O_", C.O, "O_RDONLY"), 3: octal },
  openat2: { 0: at },
  fsopen: { 1: flags("FSOPEN_", C.FSOPEN) },
  fsconfig: { 1: one("FSCONFIG_", C.FSCONFIG) },
  fsmount: { 1: flags("FSMOUNT_", C.FSMOUNT), 2: flags("MOUNT_ATTR_", C.MOUNT_ATTR) },
  open_tree: { 0: at, 2: treeFlags },
  mount_setattr: { 0: at, 2: treeFlags },
  move_mount: { 2: at, 4: flags("MOVE_MOUNT_", C.MOVE_MOUNT) },
  mkdir: { 1: octal },
  mknod: { 1: fileMode, 2: hex },
  umask: { 0: octal },
  prctl: { 0: one("PR_", C.PR) },
  seccomp: { 0: one("SECCOMP_", C.SECCOMP) },
  fstat: { 1: (kind) => (kind === C.S_IFBLK ? "S_IFBLK" : "S_IFCHR"), 2: hex },
  fstatfs: { 1: one("", C.MAGIC) },
  setrlimit: { 0: one("RLIMIT_", C.RLIMIT) },
  ioctl: { 1: (request) => IOCTLS[request] ?? hex(request) },
  socket: { 0: one("AF_", { INET: C.AF_INET }), 1: flags("SOCK_", C.SOCK) },
};

const IOCTLS: Readonly<Record<number, string>> = {
  [C.TIOCSCTTY]: "TIOCSCTTY",
  [C.SIOCSIFFLAGS]: "SIOCSIFFLAGS",
};

/** `mount("proc", "/proc", "proc", MS_NOSUID|MS_NODEV, NULL)` */
export function format(call: Call): string {
  const show = NUMBERS[call.name] ?? {};
  const args = call.args.map((arg, i) => formatArg(call.name, i, arg, show[i]));
  if (isDrop(call)) args[1] = `CAP_${CAPABILITIES[Number(call.args[1])] ?? args[1]}`;
  const kept = call.keptAs === undefined ? "" : ` = <${call.keptAs}>`;
  return `${call.name}(${args.join(", ")})${kept}`;
}

const isDrop = ({ name, args }: Call) => name === "prctl" && args[0] === C.PR.CAPBSET_DROP;

function formatArg(name: string, index: number, arg: Arg, show: Show = String): string {
  if (arg === null) return "NULL";
  if (typeof arg === "string") return JSON.stringify(arg);
  if (typeof arg === "number") return show(arg);
  if (arg instanceof Uint8Array) return formatBytes(name, arg);
  if ("slot" in arg) return `<${arg.slot}>`;
  // The environment is long and seldom the point: strace leaves it out too.
  if (name === "execve" && index === 2) return `[/* ${arg.length} vars */]`;
  return JSON.stringify(arg).replaceAll('","', '", "');
}

const SIZEOF_SOCK_FILTER = 8;

const STRUCTURES: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  write: (bytes) => JSON.stringify(Buffer.from(bytes).toString()),
  mount_setattr: (bytes) => {
    const [set, , propagation] = new BigUint64Array(aligned(bytes));
    const parts = [`attr_set=${flags("MOUNT_ATTR_", C.MOUNT_ATTR)(Number(set))}`];
    if (propagation) parts.push(`propagation=${flags("MS_", C.MS)(Number(propagation))}`);
    return `{${parts.join(", ")}}`;
  },
  openat2: (bytes) => {
    const [how, , resolve] = new BigUint64Array(aligned(bytes));
    const shown = flags("RESOLVE_", C.RESOLVE)(Number(resolve));
    return `{flags=${flags("O_", C.O, "O_RDONLY")(Number(how))}, resolve=${shown}}`;
  },
  capset: (bytes) => {
    const words = [...new Uint32Array(aligned(bytes))];
    if (words.length !== 6) return "{_LINUX_CAPABILITY_VERSION_3, 0}";
    const set = (i: number) => hex((words[i] ?? 0) + (words[i + 3] ?? 0) * 2 ** 32);
    return `{effective=${set(0)}, permitted=${set(1)}, inheritable=${set(2)}}`;
  },
  seccomp: (bytes) => `{${bytes.length / SIZEOF_SOCK_FILTER} instructions}`,
  setgroups: (bytes) => `[${[...new Uint32Array(aligned(bytes))].join(", ")}]`,
  nanosleep: (bytes) => {
    const [seconds, ns] = new BigInt64Array(aligned(bytes));
    return `{tv_sec=${seconds}, tv_nsec=${ns}}`;
  },
  setrlimit: (bytes) => {
    const [soft, hard] = new BigUint64Array(aligned(bytes));
    return `{rlim_cur=${soft}, rlim_max=${hard}}`;
  },
};

function formatBytes(name: string, bytes: Uint8Array): string {
  const structure = STRUCTURES[name];
  return structure ? structure(bytes) : `{${Buffer.from(bytes).toString("hex")}}`;
}

/** A copy that starts where its buffer starts, as the typed arrays demand. */
const aligned = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
