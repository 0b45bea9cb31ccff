/** Containers that run, for whoever has something to do in one. */
import { UserError } from "../kernel/errors.ts";
import type { ContainerRecord } from "./record.ts";
import { isUp, stateOf } from "./state.ts";
import { find } from "./store.ts";

/** A container whose command runs, paused or not. */
export interface RunningContainer {
  readonly record: ContainerRecord;
  /** Its first process, as this machine numbers it. */
  readonly pid: number;
}

/**
 * Finds a container that runs, by name, by id, or by the beginning of its id.
 *
 * The pid may be used again once the container has ended: whoever opens something by it (a pidfd, a
 * file of /proc/PID) asks `isAlive(record.process)` once more afterwards.
 *
 * @throws UserError when there is none, or when it does not run
 */
export function findRunning(reference: string): RunningContainer {
  const record = find(reference);
  const { process } = record;
  if (process && isUp(stateOf(record))) return { record, pid: process.pid };
  throw new UserError(
    `container ${record.name} does not run: start it with 'mydocker start ${record.name}'`,
  );
}
