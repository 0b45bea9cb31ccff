/** A connection to a container's monitor: to be told of its end, or to see and type what it does. */
import { closeSync, openSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { isAlive } from "../host/process.ts";
import { UserError } from "../kernel/errors.ts";
import { O } from "../kernel/flags.ts";
import type { ContainerRecord } from "./record.ts";
import { directoryOf } from "./store.ts";
import { frame, frameReader } from "./wire.ts";

/** What a monitor tells. */
export interface Listener {
  output?(bytes: Buffer): unknown;
  error?(bytes: Buffer): unknown;
}

/** A connection that is there. */
export interface Connection {
  readonly socket: Socket;
  /** How the container ended, as an exit code; undefined when the monitor went without a word. */
  readonly ended: Promise<number | undefined>;
  close(): void;
}

/**
 * Connects to the monitor of a container.
 *
 * @throws UserError when it has none: it ended, or it runs in the foreground of another mydocker
 */
export async function connectTo(
  record: ContainerRecord,
  listener: Listener = {},
): Promise<Connection> {
  const { id, name, monitor } = record;
  for (;;) {
    const socket = await tryConnect(id);
    if (socket) {
      return { socket, ended: listen(socket, listener), close: () => void socket.destroy() };
    }
    if (!monitor || !isAlive(monitor)) break;
    await setTimeout(PAUSE); // it is about to listen, or has many connections to accept
  }
  throw new UserError(
    `container ${name} cannot be attached: it has ended, or it runs in the foreground elsewhere`,
  );
}

const PAUSE = 5; // ms between two tries

async function tryConnect(id: string): Promise<Socket | undefined> {
  const directory = openSync(directoryOf(id), O.PATH | O.DIRECTORY | O.CLOEXEC);
  // A socket's path is 107 bytes at most (unix(7)), and the state root's may be longer.
  const socket = connect(`/proc/self/fd/${directory}/attach`);
  try {
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return socket;
  } catch {
    return undefined;
  } finally {
    closeSync(directory);
  }
}

function listen(socket: Socket, listener: Listener): Promise<number | undefined> {
  const read = frameReader();
  let code: number | undefined;
  socket.on("data", (data: Buffer) => {
    for (const { type, bytes } of read(data)) {
      if (type === "o") listener.output?.(bytes);
      if (type === "e") listener.error?.(bytes);
      if (type === "x") code = exitCode(bytes);
    }
  });
  return new Promise((resolve) => {
    socket.on("error", () => {}); // it is closed next
    socket.on("close", () => resolve(code));
  });
}

const exitCode = (bytes: Buffer): number => {
  const signal = bytes.readInt32LE(4);
  return signal > 0 ? 128 + signal : bytes.readInt32LE(0);
};

/** Asks to hear and be heard. */
export const askToAttach = ({ socket }: Connection): void => void socket.write(frame("a"));
