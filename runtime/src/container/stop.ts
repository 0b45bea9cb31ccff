/** Ending containers that run: asking them, and seeing to it. */
import { thaw } from "../host/cgroup/freeze.ts";
import { processEnd, signalProcess } from "../host/process.ts";
import { UserError } from "../kernel/errors.ts";
import { settle } from "./ended.ts";
import { ownHierarchy } from "./hierarchy.ts";
import { awaitLife } from "./lives.ts";
import type { ContainerRecord } from "./record.ts";
import { signalNumber } from "./signals.ts";
import { isUp, stateOf } from "./state.ts";
import { stopSteps } from "./stopsteps.ts";
import { change, read } from "./store.ts";

const SECONDS = 10; // docker's
const KILL = 9;
const SETTLING = 20_000; // ms for what has to follow a container's end

/**
 * Stops a container; one that does not run is stopped already. Returns when it has ended, and what
 * has to follow is done.
 *
 * @param wanted other than the container's own signal and seconds
 * @throws Error when it does not end
 */
export async function stopContainer(
  record: ContainerRecord,
  wanted: { readonly signal?: string | undefined; readonly seconds?: number | undefined } = {},
): Promise<void> {
  const { process: mark } = record;
  await giveUpRestart(record);
  if (!mark || !isUp(stateOf(record))) return settled(record);
  const signal = signalNumber(wanted.signal ?? record.stopSignal ?? "TERM");
  const seconds = wanted.seconds ?? record.stopTimeout ?? SECONDS;
  for (const { send, wait } of stopSteps({ signal, seconds })) {
    if (send !== undefined) sendSignal(record, send);
    const most = wait === Number.POSITIVE_INFINITY ? undefined : wait;
    if (wait !== undefined && (await processEnd(mark, most))) break;
  }
  await settled(record);
}

/** Sends a signal; what stands still goes on, or it would never get it. */
export function sendSignal(record: ContainerRecord, signal: number): void {
  const { process: mark, id, name } = record;
  const frozen = stateOf(record) === "paused";
  if (!mark || !signalProcess(mark, signal)) throw new UserError(`container ${name} does not run`);
  const hierarchy = ownHierarchy();
  if (frozen && hierarchy) thaw(hierarchy, id);
}

/** `kill`: what may end it counts as a wish that it ends, as docker has it. */
export async function killContainer(record: ContainerRecord, signal: number): Promise<void> {
  if (!isUp(stateOf(record))) throw new UserError(`container ${record.name} does not run`);
  const ends = signal === KILL || signal === signalNumber(record.stopSignal ?? "TERM");
  if (ends) noteStop(record);
  sendSignal(record, signal);
  if (signal !== KILL || !record.process) return;
  await processEnd(record.process);
  await settled(record);
}

/** From now on nobody starts it again. */
async function giveUpRestart(record: ContainerRecord): Promise<void> {
  noteStop(record);
  const { waiter, id } = read(record.id) ?? record;
  if (!waiter || !signalProcess(waiter, KILL)) return;
  await processEnd(waiter);
  const life = await awaitLife(id, SETTLING);
  if (life) await settle(id, life);
}

function noteStop({ id }: ContainerRecord): void {
  change(id, (record) => ({ ...record, stopped: true }));
}

/** Waits until what has to follow its end is done, or does it. */
export async function settled({ id, name }: ContainerRecord): Promise<void> {
  const life = await awaitLife(id, SETTLING);
  if (life) return settle(id, life);
  throw new UserError(
    `container ${name} has ended, but its log or its end cannot be written: is the disk full?`,
  );
}
