/** Ending containers that run: asking them, and seeing to it. */
import { thaw } from "../host/cgroup/freeze.ts";
import { processEnd, signalProcess } from "../host/process.ts";
import { isDiskFull } from "../kernel/diskfull.ts";
import { UserError } from "../kernel/errors.ts";
import { pause } from "../kernel/pause.ts";
import { settle, unlessFull } from "./ended.ts";
import { isHeldUp } from "./heldup.ts";
import { ownHierarchy } from "./hierarchy.ts";
import { awaitLife, tryLife } from "./lives.ts";
import type { ContainerRecord } from "./record.ts";
import { signalNumber } from "./signals.ts";
import { isUp, stateOf } from "./state.ts";
import { stopSteps } from "./stopsteps.ts";
import { change, read } from "./store.ts";

const SECONDS = 10; // docker's
const KILL = 9;
const LOOK = 10; // ms between two looks
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

/** @throws DiskFull when it cannot be written down, of what would be started again without that */
function noteStop({ id, restart }: ContainerRecord): void {
  try {
    change(id, (record) => ({ ...record, stopped: true }));
  } catch (error) {
    const isFree = !restart || restart.name === "no";
    if (!isFree || !isDiskFull(error)) throw error;
  }
}

/**
 * Waits until what has to follow its end is done, or does it. Where a full disk is in the way of
 * that, it is left for later, since how the container ended is known.
 */
export async function settled({ id, name }: ContainerRecord): Promise<void> {
  for (const deadline = Date.now() + SETTLING; Date.now() < deadline; await pause(LOOK)) {
    const life = tryLife(id);
    if (life) return settle(id, life).catch(unlessFull);
    const now = read(id);
    if (now && isHeldUp(now)) return;
  }
  throw new UserError(
    `container ${name} has ended, but its log or its end cannot be written: is the disk full?`,
  );
}
