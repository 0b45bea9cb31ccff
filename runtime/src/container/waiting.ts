/** Waiting for the end of a container. */
import { processEnd } from "../host/process.ts";
import { connectTo } from "./connection.ts";
import { lives } from "./lives.ts";
import type { ContainerRecord } from "./record.ts";
import { writtenEnd } from "./seen.ts";
import { isUp, stateOf } from "./state.ts";
import { settled } from "./stop.ts";
import { read } from "./store.ts";

/** The exit code when nobody knows it: its parent was killed, and the container with it. */
export const KILLED = 137;

/** Waits until a container does not run any more; one that has ended, or never ran, is not waited for. */
export async function waitForEnd(record: ContainerRecord): Promise<number> {
  if (!isUp(stateOf(record))) return lastCode(record);
  if (!record.monitor) return waitInForeground(record);
  try {
    return (await (await connectTo(record)).ended) ?? (await waitInForeground(record));
  } catch {
    return waitInForeground(record); // it has just ended
  }
}

async function waitInForeground(record: ContainerRecord): Promise<number> {
  if (record.process) await processEnd(record.process);
  await settled(record);
  return lastCode(read(record.id) ?? record);
}

async function lastCode(record: ContainerRecord): Promise<number> {
  if (lives().includes(record.id)) await settled(record);
  const now = read(record.id) ?? record;
  const { exitCode, process } = { ...now, ...writtenEnd(now) };
  return exitCode ?? (process ? KILLED : 0);
}
