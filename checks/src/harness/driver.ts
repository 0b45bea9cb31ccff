/**
 * Runs the mydocker under test by its command line, as a person would, and only so. Every command
 * has a time limit and a process group of its own, and what it prints is kept as bytes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { Readable } from "node:stream";
import { HOST_MOUNTS, PROBE, SEALED, TOOL } from "./places.ts";
import { within } from "./wait.ts";
import { commandLine } from "./words.ts";

/** How a command is started. */
export interface RunOptions {
  /** Standard input; nothing at all by default. */
  readonly input?: Uint8Array | string;
  /** On a terminal of this size; standard input stays open and is what is typed. */
  readonly terminal?: { readonly rows: number; readonly columns: number };
  /** As somebody who is not root, but may do what root may. */
  readonly as?: { readonly uid: number; readonly gid: number };
  /** With one more descriptor, 3, open on this directory. */
  readonly holding?: string;
  /** ms, scaled; the command is killed then. */
  readonly limit?: number;
}

/** A command that has ended. */
export interface Ended {
  readonly line: string;
  /** Undefined when a signal ended it, or when it could not be started. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** It did not end by itself within its limit. */
  readonly late: boolean;
}

/** A command that was started. */
export interface Command {
  /** As a person would type it. */
  readonly line: string;
  /** Of what we started: mydocker, or what gives it a terminal; undefined when nothing could. */
  readonly pid: number | undefined;
  readonly ended: Promise<Ended>;
  /** Undefined as long as it runs. */
  over(): Ended | undefined;
  /** What it has printed so far. */
  stdout(): Buffer;
  stderr(): Buffer;
  type(keys: string): void;
  signal(name: NodeJS.Signals): void;
  /** Ends its whole process group. */
  kill(): void;
}

const LIMIT = 5000; // ms for a command that says nothing else
const MOST_OUTPUT = 4 * 1024 * 1024; // bytes; more is read and dropped

/** Starts `mydocker ARGUMENTS…`. */
export function startCommand(
  mydocker: string,
  args: readonly string[],
  options: RunOptions = {},
): Command {
  const line = commandLine([...wrapUser(options), "mydocker", ...args]);
  const child = spawnCommand([mydocker, ...args], options);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  let over: Ended | undefined;
  const ended = ending(child, options.limit ?? LIMIT).then(({ trouble = "", ...how }) => {
    over = {
      line,
      ...how,
      stdout: stdout(),
      stderr: Buffer.concat([stderr(), Buffer.from(trouble)]),
    };
    return over;
  });
  return {
    line,
    pid: child.pid,
    ended,
    over: () => over,
    stdout,
    stderr,
    type: (keys) => child.stdin?.write(keys),
    signal: (name) => send(child.pid, name),
    kill: () => killGroup(child),
  };
}

function spawnCommand(words: readonly string[], options: RunOptions): ChildProcess {
  const { input, terminal, holding } = options;
  const held = holding === undefined ? [] : [openSync(holding, "r")];
  const [file = "", ...args] = [...wrapTerminal(options), ...WALL, ...wrapUser(options), ...words];
  const child = spawn(file, args, {
    detached: true, // a session and a process group of its own
    stdio: [input !== undefined || terminal ? "pipe" : "ignore", "pipe", "pipe", ...held],
  });
  for (const fd of held) closeSync(fd);
  child.stdin?.on("error", () => {}); // it may end without reading all of it
  if (input !== undefined) child.stdin?.end(input);
  return child;
}

/** What puts the program among its own mounts. */
const WALL = SEALED ? [TOOL, "guest", HOST_MOUNTS] : [];

const wrapTerminal = ({ terminal }: RunOptions) =>
  terminal ? [TOOL, "pty", `${terminal.rows}`, `${terminal.columns}`] : [];

const wrapUser = ({ as }: RunOptions) => (as ? [PROBE, "as", `${as.uid}`, `${as.gid}`] : []);

function collect(stream: Readable | null): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on("data", (chunk: Buffer) => {
    if (size < MOST_OUTPUT) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks);
}

const GRACE = 200; // ms for its output to end after it has ended

interface Ending extends Pick<Ended, "code" | "signal"> {
  /** Why it could not even be started. */
  readonly trouble?: string;
}

async function ending(child: ChildProcess, limit: number): Promise<Ending & { late: boolean }> {
  const closed = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const exited = new Promise<Ending>((resolve) => {
    child.on("exit", (code, signal) =>
      resolve({ code: code ?? undefined, signal: signal ?? undefined }),
    );
    child.on("error", ({ message }) =>
      resolve({ code: undefined, signal: undefined, trouble: message }),
    );
  });
  const inTime = await within(exited, limit);
  if (!inTime) killGroup(child);
  const how = inTime ?? (await exited);
  await within(closed, GRACE); // somebody it left behind may still hold its output
  return { ...how, late: !inTime };
}

const killGroup = ({ pid }: ChildProcess) => send(pid === undefined ? undefined : -pid, "SIGKILL");

function send(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(pid, signal);
  } catch {
    // it has ended
  }
}
