/**
 * What has to follow when a container has ended: once, by whoever comes first. That is the mydocker
 * which its monitor becomes, or after a crash the next command.
 */

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sweepGroup } from "../host/cgroup/group.ts";
import { isAlive, markOf, processEnd, signalProcess } from "../host/process.ts";
import { refuseMounts } from "../host/removetree.ts";
import { execve, nanosleep, setsid } from "../kernel/call.ts";
import { isDiskFull } from "../kernel/diskfull.ts";
import { sendOff } from "../kernel/init.ts";
import { afterwards, ownEnv } from "./detached.ts";
import { tellOf } from "./events.ts";
import { ownHierarchy } from "./hierarchy.ts";
import { abandoned, type Life, lives, tryLife } from "./lives.ts";
import type { ContainerRecord } from "./record.ts";
import { releaseConnections } from "./resources.ts";
import { nextStart } from "./restart.ts";
import { writtenEnd } from "./seen.ts";
import { change, directoryOf, read, remove } from "./store.ts";
import { removeAnonymous } from "./volumeuse.ts";

const KILL = 9;
const PATIENCE = 10_000; // ms for a killed process to be gone

/** Gives back what a container that does not run has of the machine. Each may be called again. */
const releases: readonly ((id: string) => void | Promise<void>)[] = [
  async (id) => {
    const hierarchy = ownHierarchy();
    if (hierarchy) await sweepGroup(hierarchy, id);
  },
  releaseConnections,
];

/**
 * Settles what was left unsettled; looks at no more than the containers that live. What a full disk
 * does not take is left for a later command: the one that was asked for may be what makes room.
 */
export async function settleAbandoned(): Promise<void> {
  for (const id of abandoned(lives())) {
    const life = tryLife(id);
    if (life) await settle(id, life).catch(unlessFull);
  }
}

/** Lets pass what says that there is no room. */
export function unlessFull(error: unknown): void {
  if (!isDiskFull(error)) throw error;
}

/**
 * Does what has to follow a container's end, or a start that was given up.
 *
 * @throws DiskFull when that cannot be written down; somebody else can do it later
 */
export async function settle(id: string, life: Life): Promise<void> {
  try {
    const record = read(id);
    if (record?.waiter && isAlive(record.waiter)) return; // it is about to start it
    if (record) await makeSure(record);
    for (const release of releases) await release(id);
    if (record) conclude(record, life);
    else remove(id); // what had not even a record yet
    life.end(); // unless it was passed on
  } finally {
    life.pass();
  }
}

/** A command that changed its user may have outlived its monitor (prctl(2), PR_SET_PDEATHSIG). */
async function makeSure({ process: mark }: ContainerRecord): Promise<void> {
  if (mark && signalProcess(mark, KILL)) await processEnd(mark, PATIENCE);
}

function conclude(record: ContainerRecord, life: Life): void {
  if (record.fresh) forget(record);
  else if (record.process) decide(record, life);
}

function decide(record: ContainerRecord, life: Life): void {
  const news = record.finished === undefined ? newsOf(record) : {};
  const ended = { ...record, ...news };
  if (record.finished === undefined) tellOf(ended, "die", { exitCode: `${ended.exitCode ?? ""}` });
  const again = record.finished === undefined || record.waiter ? nextStart(ended) : undefined;
  if (!again) {
    if (record.remove) forget(record);
    else keep(record, { ...news, waiter: undefined });
    return;
  }
  const waiter = wait(record.id, again.delay, life);
  keep(record, { ...news, restarts: again.restarts, waiter: markOf(waiter) });
  life.pass();
}

/** The record is written before the file goes from which it was made. */
function keep({ id }: ContainerRecord, news: Partial<ContainerRecord>): void {
  change(id, (record) => ({ ...record, ...news }));
  rmSync(join(directoryOf(id), "exit"), { force: true });
}

/** What is new of a container that has just ended. */
const newsOf = (record: ContainerRecord): Partial<ContainerRecord> =>
  writtenEnd(record) ?? { finished: new Date().toISOString() };

/**
 * A container's volumes without a name, changes and record go. Its record is the last: nobody would
 * know of the volumes any more if we were killed in between.
 *
 * @throws UserError when something is mounted in its directory; all of it stays then
 */
export function forget({ id, volumes }: Pick<ContainerRecord, "id" | "volumes">): void {
  const remembered = existsSync(directoryOf(id));
  if (remembered) refuseMounts(directoryOf(id));
  removeAnonymous(volumes, id);
  if (remembered) remove(id);
}

/** A process that sleeps, with the right to the container, and then starts it. */
function wait(id: string, delay: number, life: Life): number {
  const program = afterwards("resume", id);
  const plan = [setsid(), nanosleep(delay), execve(program[0] ?? "", program, ownEnv())];
  return sendOff("restart", plan, { held: life.fd });
}
