/** A container's end: its changes go, nothing else does. */
import { processEnd, signalProcess } from "../host/process.ts";
import { isDiskFull } from "../kernel/diskfull.ts";
import { UserError } from "../kernel/errors.ts";
import { forget, settle, unlessFull } from "./ended.ts";
import { isHeldUp } from "./heldup.ts";
import { awaitLife, type Life } from "./lives.ts";
import type { ContainerRecord } from "./record.ts";
import { isUp, type State, stateOf } from "./state.ts";
import { stopContainer } from "./stop.ts";
import { read, remove } from "./store.ts";

const PATIENCE = 10_000; // ms for whoever looks after a container that has ended
const LOOK = 50; // ms between two looks at what it does
const KILL = 9;

/**
 * Removes a container.
 *
 * @param force kills it first when it runs
 * @param anonymous removes its volumes without a name too; those with a name, never
 * @throws UserError when it runs
 */
export async function removeContainer(
  record: ContainerRecord,
  force: boolean,
  anonymous = false,
): Promise<void> {
  await killIfUp(record, force);
  const life = await takeOver(record, force);
  try {
    if (!read(record.id)) return; // `--rm` has removed it
    if (anonymous || record.remove) forget(record);
    else remove(record.id);
  } finally {
    life.end();
  }
}

function inUse({ name }: ContainerRecord, state: State): UserError {
  const does = { paused: "is paused", restarting: "is about to start again" };
  const what = does[state as keyof typeof does] ?? "is running";
  return new UserError(`container ${name} ${what}: stop it first, or use 'mydocker rm -f ${name}'`);
}

/** @returns false when a full disk is in the way; what else is in its way goes next */
async function killIfUp(record: ContainerRecord, force: boolean): Promise<boolean> {
  const state = stateOf(record);
  if (!isUp(state) && state !== "restarting") return true;
  if (!force) throw inUse(record, state);
  const stopping = stopContainer(record, { signal: "KILL" });
  return stopping.then(() => true).catch((error) => !isDiskFull(error));
}

/** A monitor that a full disk holds up gives way. */
async function takeOver(record: ContainerRecord, force: boolean): Promise<Life> {
  const { id, name, monitor } = record;
  let life = await awaitStart(id, force);
  if (!life && monitor && signalProcess(monitor, KILL)) {
    await processEnd(monitor);
    life = await awaitLife(id, PATIENCE);
  }
  if (!life) throw new UserError(`another mydocker is busy with container ${name}: try again`);
  const now = read(id); // gone, if `--rm` has removed it
  if (now?.process && now.finished === undefined) {
    if (!(await isSettled(id, life)))
      return (await awaitLife(id, PATIENCE)) ?? takeOver(record, force);
    return takeOver(record, force);
  }
  return life;
}

/** What a full disk does not take need not be written of what is removed. */
async function isSettled(id: string, life: Life): Promise<boolean> {
  try {
    await settle(id, life);
    return true;
  } catch (error) {
    unlessFull(error);
    return false;
  }
}

/** As awaitLife(); who looks after it may be starting it, and then it runs only now. A full disk is
 * not waited for. */
async function awaitStart(id: string, force: boolean): Promise<Life | undefined> {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; ) {
    const life = await awaitLife(id, LOOK);
    if (life) return life;
    const now = read(id);
    if (now && (isHeldUp(now) || !(await killIfUp(now, force)))) return undefined;
  }
  return undefined;
}
