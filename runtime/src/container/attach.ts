/** Our own terminal or pipes, connected to a container that has a monitor. */
import { signalProcess } from "../host/process.ts";
import { makeRaw } from "../host/terminal.ts";
import { native } from "../kernel/native.ts";
import { askToAttach, type Connection, connectTo } from "./connection.ts";
import { detachWatch, parseDetachKeys } from "./detachkeys.ts";
import type { ContainerRecord } from "./record.ts";
import { signalNumber } from "./signals.ts";
import { frame } from "./wire.ts";

/** How to attach. */
export interface Attaching {
  /** Our input is the container's. */
  readonly input: boolean;
  /** The end of our input is the end of the container's (`start -i`). */
  readonly endsInput: boolean;
  /** Of its output, what is shown; undefined: all. */
  readonly shows?: readonly ("out" | "err")[] | undefined;
  readonly detachKeys: string;
  /** Our signals are the container's. */
  readonly proxy: boolean;
}

/** An attachment that is there. */
export interface Attachment {
  /** The container's exit code; undefined when it goes on without us. */
  readonly ended: Promise<number | undefined>;
}

/** Attaches; returns once the monitor will pass on all that comes from now on. */
export async function attach(record: ContainerRecord, how: Attaching): Promise<Attachment> {
  const keys = parseDetachKeys(how.detachKeys);
  const { shows = ["out", "err"] } = how;
  const connection = await connectTo(record, {
    output: (bytes) => shows.includes("out") && show(connection, process.stdout, bytes),
    error: (bytes) => shows.includes("err") && show(connection, process.stderr, bytes),
  });
  askToAttach(connection);
  const terminal = record.spec?.terminal ?? false;
  const restore = how.input && terminal && process.stdin.isTTY ? makeRaw(0) : () => {};
  process.on("exit", restore);
  const stop = terminal ? followSize(connection) : () => {};
  const release = how.proxy ? proxySignals(record) : () => {};
  const left = how.input ? passInput(connection, how, terminal, keys) : new Promise(() => {});
  const ended = Promise.race([connection.ended, left.then(() => undefined)]).finally(() => {
    connection.close();
    stop();
    release();
    restore();
    process.stdin.pause();
  });
  return { ended: ended as Promise<number | undefined> };
}

/** EOT twice: the first one only ends a line that has no newline (termios(3), VEOF). */
const END_OF_INPUT = Buffer.from("\x04\x04");

const PROXIED = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2"] as const;

/** docker's --sig-proxy. */
function proxySignals({ process: mark }: ContainerRecord): () => void {
  const forward = (name: NodeJS.Signals) => {
    if (mark) signalProcess(mark, signalNumber(name));
  };
  for (const name of PROXIED) process.on(name, forward);
  return () => {
    for (const name of PROXIED) process.off(name, forward);
  };
}

/** A reader that is slow makes the monitor wait; one that has gone does not. */
function show({ socket }: Connection, to: NodeJS.WriteStream, bytes: Buffer): void {
  if (to.listenerCount("error") === 0) to.on("error", () => {});
  if (to.write(bytes) || to.destroyed) return;
  socket.pause();
  to.once("drain", () => socket.resume());
  to.once("close", () => socket.resume());
}

/** Resolves when the keys that leave were typed. */
function passInput(
  { socket }: Connection,
  { endsInput }: Attaching,
  terminal: boolean,
  keys: readonly number[],
): Promise<void> {
  const watch = detachWatch(keys);
  return new Promise((resolve) => {
    process.stdin.on("data", (data: Buffer) => {
      const { bytes, left } = watch(data);
      if (bytes.length > 0 && !socket.write(frame("i", bytes))) {
        process.stdin.pause();
        socket.once("drain", () => process.stdin.resume());
      }
      if (left) resolve();
    });
    process.stdin.on("end", () => {
      if (endsInput) socket.write(terminal ? frame("i", END_OF_INPUT) : frame("e"));
    });
    process.stdin.on("error", () => {});
  });
}

/** Tells the size now, and whenever it changes. */
function followSize({ socket }: Connection): () => void {
  const tell = () => {
    const size = windowSize();
    if (size) socket.write(frame("w", Buffer.from(Uint16Array.from(size).buffer)));
  };
  tell();
  process.on("SIGWINCH", tell);
  return () => process.off("SIGWINCH", tell);
}

function windowSize(): [number, number] | undefined {
  for (const fd of [0, 1, 2]) {
    try {
      return native.windowSize(fd);
    } catch {
      // not a terminal
    }
  }
  return undefined;
}
