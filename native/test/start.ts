/** Starts a real init, talks to it, and looks at it from outside. */
import { closeSync, openSync, readFileSync, readlinkSync, readSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { constants, release } from "node:os";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { type Arg, type Call, decodeReport, encode, REPORT_SIZE, type Report } from "./wire.ts";

/** What addon.cc exports, as far as tests use it. */
export interface Addon {
  clone(
    init: string,
    flags: number,
    cgroup: number,
    stdio: readonly [number, number, number],
    keep: readonly number[],
    argv: readonly string[],
  ): { pid: number; pidfd: number };
  wait(pid: number, pidfd: number, done: (code: number, signal: number) => void): void;
  pipe(): [number, number];
  socketpair(): [number, number];
  sendDescriptors(socket: number, descriptors: readonly number[]): void;
  unlockTerminal(master: number): number;
  openpty(rows: number, columns: number): [master: number, slave: number];
  setWindowSize(fd: number, rows: number, columns: number): void;
  windowSize(fd: number): [rows: number, columns: number];
  makeRaw(fd: number): Uint8Array;
  setTermios(fd: number, saved: Uint8Array): void;
  getrlimit(pid: number, resource: number): [soft: bigint, hard: bigint];
  pidfdOpen(pid: number): number;
  pidfdSendSignal(pidfd: number, signal: number): void;
  flock(fd: number, operation: number): void;
  openat2(dirfd: number, path: Path, flags: number, mode: number, resolve: number): number;
  mknod(path: Path, mode: number, major: number, minor: number): void;
  renameat2(olddirfd: number, oldpath: Path, newdirfd: number, newpath: Path, flags: number): void;
  umount2(path: Path, flags: number): void;
  readAll(paths: readonly string[]): (string | undefined)[];
  lgetxattr(path: Path, name: string): Uint8Array;
  llistxattr(path: Path): string[];
  lsetxattr(path: Path, name: string, value: Uint8Array): void;
  bpf(command: number, attr: Uint8Array, pointers?: [offset: number, to: Uint8Array][]): number;
}

type Path = string | Uint8Array;

export const BUILT = fileURLToPath(new URL("../build/Release", import.meta.url));
export const INIT = `${BUILT}/init`;
export const addon: Addon = createRequire(import.meta.url)(`${BUILT}/addon.node`);

/** CLONE_* of clone(2). */
export const CLONE = {
  PARENT: 0x8000,
  NEWNS: 0x20000,
  NEWCGROUP: 0x2000000,
  NEWUTS: 0x4000000,
  NEWIPC: 0x8000000,
  NEWUSER: 0x10000000,
  NEWPID: 0x20000000,
  NEWNET: 0x40000000,
} as const;

/** How a process ended: one of the two is not null. */
export interface Exit {
  readonly code: number | null;
  readonly signal: number | null;
}

export interface Options {
  readonly flags?: number;
  readonly cgroup?: number;
  readonly stdio?: readonly [number, number, number];
  /** Descriptors beside the plan and the report, by the names of their slots. */
  readonly keep?: Readonly<Record<string, number>>;
}

/** An init that waits for its plan. */
export interface Init {
  readonly pid: number;
  readonly ended: Promise<Exit>;
  /** Writes records, or other bytes, and does not wait. */
  send(...calls: readonly (Call | Buffer)[]): void;
  /** The next report; undefined when init has closed the pipe. */
  report(): Report | undefined;
  /** Has one call made, and waits for its report. */
  make(name: string, args: readonly Arg[], rest?: Partial<Call>): Report;
  /** Has one call made, which must succeed. */
  do(name: string, args: readonly Arg[], rest?: Partial<Call>): Report;
  /** Ends the plan, which init answers with ENODATA and 125 unless a program runs by now. */
  end(): Promise<Exit>;
}

/** The names of all calls that were asked for, for the test that none was left out. */
export const asked = new Set<string>();

const NULL = openSync("/dev/null", "r+");

export function wait(pid: number, pidfd: number): Promise<Exit> {
  return new Promise((resolve) => {
    addon.wait(pid, pidfd, (code, signal) =>
      resolve({ code: code < 0 ? null : code, signal: signal || null }),
    );
  });
}

/** Starts init, which has not necessarily come to its plan when this returns. */
export function start(options: Options = {}): Init {
  const { flags = 0, cgroup = -1, stdio = [NULL, NULL, NULL], keep = {} } = options;
  const [planEnd, plan] = addon.pipe();
  const [reports, reportEnd] = addon.pipe();
  const argv = ["init", "plan", "report", ...Object.keys(keep)];
  const kept = [planEnd, reportEnd, ...Object.values(keep)];
  const { pid, pidfd } = addon.clone(INIT, flags, cgroup, stdio, kept, argv);
  closeSync(planEnd);
  closeSync(reportEnd);
  const ended = wait(pid, pidfd).finally(() => closeSync(reports));
  return { pid, ended, ...conversation(plan, reports, ended) };
}

function conversation(plan: number, reports: number, ended: Promise<Exit>) {
  let open = true;
  const send: Init["send"] = (...calls) => {
    for (const call of calls) {
      const bytes = Buffer.isBuffer(call) ? call : encode(call);
      if (!Buffer.isBuffer(call)) asked.add(call.name);
      if (!writeAll(plan, bytes)) return;
    }
  };
  const report: Init["report"] = () => {
    const bytes = Buffer.alloc(REPORT_SIZE);
    const size = readSync(reports, bytes);
    assert.ok(size === REPORT_SIZE || size === 0, "reports come whole");
    return size === 0 ? undefined : decodeReport(bytes);
  };
  const make: Init["make"] = (name, args, rest = {}) => {
    send({ name, args, report: true, ...rest });
    const told = report();
    assert.ok(told, `${name} is reported`);
    return told as Report;
  };
  return {
    send,
    report,
    make,
    do: ((name, args, rest) => {
      const told = make(name, args, rest);
      assert.is(told.errno, 0, `${name} succeeds`);
      return told;
    }) satisfies Init["do"],
    end: () => {
      if (open) closeSync(plan);
      open = false;
      return ended;
    },
  };
}

/** False when nobody reads any more: then the reports say why. */
function writeAll(fd: number, bytes: Buffer): boolean {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
    return false;
  }
  return true;
}

/** Whether the kernel is of this version or a later one. */
export function since(major: number, minor: number): boolean {
  const [first = 0, second = 0] = release().split(".").map(Number.parseFloat);
  return first > major || (first === major && second >= minor);
}

/** A file of /proc/PID, as text. */
export const proc = (pid: number | "self", file: string) =>
  readFileSync(`/proc/${pid}/${file}`, "utf8");

/** Where a link of /proc/PID leads. */
export const link = (pid: number | "self", file: string) => readlinkSync(`/proc/${pid}/${file}`);

/** A field of /proc/PID/status. */
export function status(pid: number | "self", field: string): string {
  const line = proc(pid, "status").match(new RegExp(`^${field}:\\s*(.*)$`, "m"));
  return line?.[1]?.trim() ?? "";
}

export const children = (pid: number | "self"): number[] =>
  proc(pid, `task/${pid === "self" ? process.pid : pid}/children`)
    .split(" ")
    .filter(Boolean)
    .map(Number);

/** Asserts that a call throws as Node's own do, with a positive errno. */
export function fails(
  code: keyof typeof constants.errno,
  syscall: string,
  call: () => unknown,
): void {
  assert.throws(call, (error: NodeJS.ErrnoException) => {
    assert.equal(
      { code: error.code, errno: error.errno, syscall: error.syscall },
      { code, errno: constants.errno[code], syscall },
    );
    return error instanceof Error && error.message.startsWith(`${syscall}: `);
  });
}
