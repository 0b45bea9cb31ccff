/** Waiting for the end of a container. */
import { processEnd } from "../host/process.ts";
import { connectTo } from "./connection.ts";
import { pastEvents } from "./events.ts";
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
  const now = read(record.id);
  const { exitCode, process } = { ...(now ?? record), ...writtenEnd(now ?? record) };
  const told = now ? undefined : toldCode(record);
  return exitCode ?? told ?? (process ? KILLED : 0);
}

/** Of a container that is gone already (`--rm`) there is what was told of its end. */
function toldCode({ id }: ContainerRecord): number | undefined {
  const end = pastEvents().findLast((one) => one.id === id && one.action === "die");
  return end?.attributes.exitCode ? Number(end.attributes.exitCode) : undefined;
}
