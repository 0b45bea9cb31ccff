/** What a container does now: asked of the kernel, never remembered. */
import { frozenFile, isFrozen } from "../host/cgroup/freeze.ts";
import {
  bootId,
  isAlive,
  type ProcessMark,
  type ProcessNow,
  processNow,
  statFile,
} from "../host/process.ts";
import { type Read, readNow } from "../kernel/readtogether.ts";
import { ownHierarchy } from "./hierarchy.ts";
import type { ContainerRecord } from "./record.ts";
import { directoryOf } from "./store.ts";

/** What a container does. */
export type State = "created" | "running" | "paused" | "restarting" | "exited" | "dead";

/** What is remembered of a container's first process, and what the kernel says of it now. */
export interface Facts {
  /** Undefined: its command has never run. */
  readonly process?: ProcessMark | undefined;
  /** The process that has its pid now; undefined when none has. */
  readonly now?: ProcessNow | undefined;
  /** Tells this boot of the machine from all others. */
  readonly boot: string;
  /** Its control group stands still. */
  readonly frozen: boolean;
  /** A process waits to start it again. */
  readonly awaited: boolean;
  /** How it ended; undefined when nobody has written that down. */
  readonly exitCode?: number | undefined;
}

/**
 * The state of a container, from facts alone.
 *
 * Its first process lives if a process has its pid, has begun at the same time (`startTime`) in the
 * same boot, and is no zombie (state "Z"), which only waits for its parent to look at its exit code.
 * Otherwise the pid is that of somebody else, or of nobody. A container whose process lives is
 * "paused" while it is frozen, else "running".
 *
 * Without a process it never ran: "created". When the process has ended, it is "restarting" if
 * somebody waits to start it again, else "exited" if its exit code is known, and "dead" if it is
 * not: then its parent was killed, or the machine went down.
 *
 * @lesson 8 state
 * @starter "created"
 * @see proc(5), /proc/PID/stat, fields 3 and 22
 */
export function stateFrom({ process, now, boot, frozen, awaited, exitCode }: Facts): State {
  if (!process) return "created";
  const same = now?.startTime === process.startTime && boot === process.boot;
  if (same && now.state !== "Z") return frozen ? "paused" : "running";
  if (awaited) return "restarting";
  return exitCode === undefined ? "dead" : "exited";
}

/** The state of a container that is remembered. */
export function stateOf(record: ContainerRecord, read: Read = readNow): State {
  const { id, process, waiter, finished } = record;
  if (!process) return "created";
  const now = finished === undefined ? processNow(process.pid, read) : undefined; // what has ended, has
  return stateFrom({
    process,
    now,
    boot: bootId(),
    frozen: now?.startTime === process.startTime && isFrozenNow(id, read),
    awaited: waiter !== undefined && isAlive(waiter),
    exitCode: record.exitCode ?? endingOf(record, read)?.exitCode,
  });
}

/** The files that the state of a container is read from; that of its end first, as `see` needs it. */
export function stateFiles({ id, process, finished }: ContainerRecord): string[] {
  if (!process || finished !== undefined) return [];
  const hierarchy = ownHierarchy();
  const frozen = hierarchy && frozenFile(hierarchy, id);
  return [endingFile(id), statFile(process.pid), ...(frozen ? [frozen] : [])];
}

/** Whether its command runs, be it that it stands still. */
export const isUp = (state: State): boolean => state === "running" || state === "paused";

function isFrozenNow(id: string, read: Read): boolean {
  const hierarchy = ownHierarchy();
  return hierarchy !== undefined && isFrozen(hierarchy, id, read);
}

/** How a container ended, as its monitor wrote it down (native/ending.c). */
export interface Ending {
  readonly exitCode: number;
  /** ISO 8601 */
  readonly finished: string;
  readonly exit: { readonly code: number } | { readonly signal: number };
  readonly oomKills: number;
}

/** Undefined when its monitor wrote nothing, or of an earlier run. */
export function endingOf(
  { id, process }: ContainerRecord,
  read: Read = readNow,
): Ending | undefined {
  const text = read(endingFile(id));
  if (text === undefined) return undefined;
  const { pid, code, signal, oomKills, finished } = JSON.parse(text);
  if (pid !== process?.pid) return undefined;
  const exit = signal === undefined ? { code } : { signal };
  return { exitCode: code ?? 128 + signal, finished, exit, oomKills };
}

const endingFile = (id: string): string => `${directoryOf(id)}/exit`;
