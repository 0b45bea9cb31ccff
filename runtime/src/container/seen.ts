/** A container as it is now: what is remembered of it and what it does, which belong together. */
import { isAlive } from "../host/process.ts";
import { sleep } from "../kernel/pause.ts";
import { type Read, readNow, readTogether } from "../kernel/readtogether.ts";
import type { ContainerRecord } from "./record.ts";
import { endingOf, type State, stateFiles, stateOf } from "./state.ts";
import { read } from "./store.ts";
import { ranOutOfMemory } from "./verdict.ts";

/** A container's record, and its state. */
export interface Seen {
  readonly record: ContainerRecord;
  readonly state: State;
}

const PATIENCE = 0.5; // seconds for a monitor to write down what it sees at once, unless it stands still
const PAUSE = 5; // ms

/**
 * Looks at a container. Between the end of its process and the file that says how it ended, and
 * between that file and the record, there are moments of which nothing may show.
 */
export function see(record: ContainerRecord, first: Read = readNow): Seen {
  const deadline = process.uptime() + PATIENCE;
  for (let now = record; ; sleep(PAUSE)) {
    const look = now === record ? first : readNow;
    const seen = { record: withEnd(now, look), state: stateOf(now, look) };
    if (seen.state !== "dead" || now.finished !== undefined) return seen;
    const tells = now.monitor !== undefined && isAlive(now.monitor);
    if (now !== record && (!tells || process.uptime() > deadline)) return seen;
    now = read(record.id) ?? { ...record };
  }
}

/** Looks at many, in their order; the kernel is asked of all of them in one go. */
export function seeAll(records: readonly ContainerRecord[]): Seen[] {
  const look = readTogether(records.flatMap(stateFiles));
  return records.map((record) => see(record, look));
}

function withEnd(record: ContainerRecord, look: Read): ContainerRecord {
  const end = writtenEnd(record, look);
  return end ? { ...record, ...end } : record;
}

/** What its monitor wrote of its end, and nobody has taken into the record yet. */
export function writtenEnd(
  record: ContainerRecord,
  look: Read = readNow,
): Partial<ContainerRecord> | undefined {
  if (record.finished !== undefined || !record.process) return undefined;
  const ending = endingOf(record, look);
  if (!ending) return undefined;
  const { exitCode, finished, exit, oomKills } = ending;
  return { exitCode, finished, outOfMemory: ranOutOfMemory(exit, { oomKills }) || undefined };
}
