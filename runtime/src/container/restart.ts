/** Whether and when a container that has ended is started again, as docker does it. */
import { UserError } from "../kernel/errors.ts";
import type { ContainerRecord, RestartPolicy } from "./record.ts";

const FIRST = 100; // ms
const LONGEST = 60_000; // ms
const LONG_RUN = 10_000; // ms after which a run counts as a success

/** @throws UserError for what is no policy */
export function parseRestart(text: string): RestartPolicy {
  const [name = "", most] = text.split(":", 2);
  if (name === "on-failure" && (most === undefined || /^[0-9]{1,9}$/.test(most))) {
    return { name, most: Number(most ?? 0) || undefined };
  }
  if ((name === "no" || name === "always" || name === "unless-stopped") && most === undefined) {
    return { name };
  }
  throw new UserError(
    `--restart ${JSON.stringify(text)}: no, on-failure[:COUNT], always or unless-stopped is possible`,
  );
}

/** The next start: how long to wait for it, and what is counted. */
export interface Again {
  readonly delay: number;
  readonly restarts: { readonly count: number; readonly inARow: number };
}

/**
 * The waits double from 0.1 s to a minute, and begin anew after a run of ten seconds.
 *
 * @param record with the end of its last run; without an exit code that was a failure
 * @returns undefined when it stays as it is
 */
export function nextStart(record: ContainerRecord): Again | undefined {
  const { restart, stopped, exitCode, restarts = { count: 0, inARow: 0 } } = record;
  if (!restart || restart.name === "no" || stopped) return undefined;
  if (restart.name === "on-failure") {
    if (exitCode === 0 || restarts.count >= (restart.most ?? Number.POSITIVE_INFINITY)) {
      return undefined;
    }
  }
  const inARow = ranLong(record) ? 0 : restarts.inARow;
  const delay = Math.min(FIRST * 2 ** inARow, LONGEST);
  return { delay, restarts: { count: restarts.count + 1, inARow: inARow + 1 } };
}

const ranLong = ({ started = "", finished = "" }: ContainerRecord) =>
  Date.parse(finished) - Date.parse(started) >= LONG_RUN;
