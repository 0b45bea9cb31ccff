/** Starts a real monitor, with a child that only executes a shell. */
import { execFileSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { connect, type Socket } from "node:net";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { addon, children, type Exit, INIT, proc, wait } from "./start.ts";
import { decodeReport, encode, REPORT_SIZE } from "./wire.ts";

const NATIVE = fileURLToPath(new URL("..", import.meta.url));
const SIGCHLD = constants.signals.SIGCHLD;

/** The same program against the machine's C library, with sanitizers that end it at a mistake. */
export function sanitized(directory: string): string {
  const out = join(directory, "init");
  const sources = readdirSync(NATIVE).filter((name) => /\.c$/.test(name) && name !== "libc.c");
  const sanitize = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g", "-O1"];
  const flags = ["-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", ...sanitize];
  execFileSync("cc", [...flags, ...sources, "-o", out], { cwd: NATIVE });
  return out;
}

export interface Wishes {
  readonly init?: string;
  readonly maxSize?: number;
  readonly maxFiles?: number;
  readonly input?: boolean;
  readonly terminal?: boolean;
}

/** A monitor whose container has executed its shell. */
export interface Monitored {
  readonly directory: string;
  readonly monitor: number;
  readonly container: number;
  readonly ended: Promise<Exit>;
  /** The process that writes the log. */
  writer(): number;
  /** Says that it runs; or that it was not to be. */
  letGo(): void;
  abandon(): void;
  connect(): Promise<Socket>;
  /** What the log says, by stream. */
  log(): Record<string, unknown>[];
  text(stream: "stdout" | "stderr"): string;
  exit(): Record<string, unknown> | undefined;
  /** Whether it became its program. */
  followed(): boolean;
  remove(): void;
}

/** `sh -c SCRIPT` with a monitor, which then makes a file `followed`. */
export function monitored(script: string, wishes: Wishes = {}): Monitored {
  const directory = mkdtempSync(join(tmpdir(), "mydocker-monitor-"));
  const [control, theirs] = addon.socketpair();
  const nothing = openSync("/dev/null", "r+");
  const terminal = wishes.terminal ? addon.openpty(24, 80) : undefined;
  const [out, outEnd] = addon.pipe();
  const [err, errEnd] = addon.pipe();
  const [inEnd, into] = wishes.input ? addon.pipe() : [nothing, undefined];
  const dir = openSync(directory, "r");
  const life = openSync(join(directory, "life"), "w");
  const pipes = terminal ? {} : { out, err, ...(into === undefined ? {} : { in: into }) };
  const slots = { life, dir, control: theirs, ...pipes };
  const stdio = terminal
    ? ([terminal[1], terminal[1], terminal[1]] as const)
    : ([inEnd, outEnd, errEnd] as const);
  const begun = begin(directory, slots, stdio, wishes);
  const container = begun.part(Object.keys(slots), script);
  const all = new Set([theirs, nothing, out, outEnd, err, errEnd, inEnd, into, dir, life]);
  for (const fd of all) if (fd !== undefined) closeSync(fd);
  if (terminal) closeSync(terminal[1]);
  return {
    ...looks(directory, begun.pid),
    container,
    ended: begun.ended,
    ...holds(control, terminal?.[0]),
  };
}

function begin(
  directory: string,
  slots: Readonly<Record<string, number>>,
  stdio: readonly [number, number, number],
  { init = INIT, maxSize = 0, maxFiles = 1 }: Wishes,
) {
  const [planEnd, plan] = addon.pipe();
  const [reports, reportEnd] = addon.pipe();
  const keep = { plan: planEnd, report: reportEnd, ...slots };
  const program = ["/bin/sh", "-c", 'echo "$SIGN" > "$0/followed"', directory];
  const words = ["--", `${maxSize}`, `${maxFiles}`, "SIGN=here", "--", ...program];
  const argv = ["monitor", ...Object.keys(keep), ...words];
  const { pid, pidfd } = addon.clone(init, 0, -1, stdio, Object.values(keep), argv);
  closeSync(planEnd);
  closeSync(reportEnd);
  const send = (name: string, args: Parameters<typeof encode>[0]["args"], report = false) =>
    writeFile(plan, encode({ name, args, report }));
  const part = (names: readonly string[], script: string): number => {
    send("setsid", []);
    send("clone", [SIGCHLD], true);
    const container = readReport(reports);
    for (const name of names) send("close", [{ slot: name }]);
    send("execve", ["/bin/sh", ["sh", "-c", script], ["PATH=/usr/bin:/bin"]], true);
    readReport(reports);
    closeSync(plan);
    if (readSync(reports, Buffer.alloc(1)) !== 0) throw new Error("the shell does not run");
    closeSync(reports);
    return container;
  };
  return { pid, ended: wait(pid, pidfd), part };
}

function writeFile(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

function readReport(from: number): number {
  const bytes = Buffer.alloc(REPORT_SIZE);
  if (readSync(from, bytes) !== REPORT_SIZE) throw new Error("no report");
  const { errno, result } = decodeReport(bytes);
  if (errno !== 0) throw new Error(`errno ${errno}`);
  return result;
}

function holds(control: number, master = -1) {
  const close = () => {
    closeSync(control);
    if (master >= 0) closeSync(master);
  };
  return {
    letGo() {
      addon.sendDescriptors(control, master < 0 ? [] : [master]);
      close();
    },
    abandon: close,
  };
}

function looks(directory: string, monitor: number) {
  const read = (name: string) => readFileSync(join(directory, name), "latin1");
  const log = (): Record<string, unknown>[] =>
    readdirSync(directory)
      .filter((name) => name.startsWith("json.log"))
      .sort()
      .reverse()
      .flatMap((name) => read(name).split("\n").slice(0, -1))
      .flatMap(entry);
  return {
    directory,
    monitor,
    log,
    writer: () => children(monitor).find((pid) => proc(pid, "comm") === "log\n") ?? 0,
    async connect(): Promise<Socket> {
      await until("it listens", () => existsSync(join(directory, "attach")));
      const socket = connect(join(directory, "attach"));
      await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
      return socket;
    },
    text: (stream: "stdout" | "stderr") =>
      log()
        .filter((entry) => entry.stream === stream)
        .map((entry) => entry.log)
        .join(""),
    exit: () => (existsSync(join(directory, "exit")) ? JSON.parse(read("exit")) : undefined),
    followed: () => existsSync(join(directory, "followed")) && read("followed") === "here\n",
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Half a line is all that a killed writer may leave. */
function entry(line: string): Record<string, unknown>[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** Waits for what must become true. */
export async function until(what: string, check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !check(); await setTimeout(5)) {
    if (Date.now() > deadline) throw new Error(`in vain: ${what}`);
  }
}

/** A frame as clients.h has it. */
export function frame(
  type: string,
  bytes: Uint8Array = Buffer.alloc(0),
  size = bytes.length,
): Buffer {
  const header = Buffer.alloc(5);
  header.write(type, "latin1");
  header.writeUInt32LE(size, 1);
  return Buffer.concat([header, bytes]);
}

/** All frames until the monitor hangs up. */
export async function framesOf(socket: Socket): Promise<{ type: string; bytes: Buffer }[]> {
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part);
  const frames: { type: string; bytes: Buffer }[] = [];
  for (let all = Buffer.concat(parts); all.length > 0; ) {
    const end = 5 + all.readUInt32LE(1);
    frames.push({ type: String.fromCharCode(all[0] ?? 0), bytes: all.subarray(5, end) });
    all = all.subarray(end);
  }
  return frames;
}
