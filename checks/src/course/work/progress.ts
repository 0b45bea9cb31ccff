/** What a learner has achieved, in work/.course/progress.json, which is part of the fork. */
import { readFileSync } from "node:fs";
import type { Result } from "../../harness/result.ts";
import { WORK } from "./places.ts";
import { writeWhole } from "./whole.ts";

/** A check as the learner's own program last met it. */
export interface CheckProgress {
  readonly green: boolean;
  /** When it first passed, ISO 8601. */
  readonly since?: string;
}

/** The file's content. */
export interface Progress {
  readonly checks: Readonly<Record<string, CheckProgress>>;
  /** How many hints of a check have been shown. */
  readonly hints: Readonly<Record<string, number>>;
}

const NONE: Progress = { checks: {}, hints: {} };

/** Reads it; nothing is achieved as long as there is none. */
export function readProgress(file: string = WORK.progress): Progress {
  try {
    return { ...NONE, ...JSON.parse(readFileSync(file, "utf8")) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return NONE;
    throw error;
  }
}

/** Writes it whole. */
export const writeProgress = (progress: Progress, file: string = WORK.progress): void =>
  writeWhole(file, `${JSON.stringify(progress, undefined, 2)}\n`);

/** Progress after a run of checks; those that did not decide anything leave it as it is. */
export function after(progress: Progress, results: readonly Result[], now: Date): Progress {
  const checks = { ...progress.checks };
  for (const { id, outcome } of results) {
    const since = checks[id]?.since;
    if (outcome === "passed") checks[id] = { green: true, since: since ?? now.toISOString() };
    if (outcome === "failed") checks[id] = { green: false, ...(since && { since }) };
  }
  return { ...progress, checks };
}

/** How many of some checks are green, and how many have been tried. */
export function tally({ checks }: Progress, ids: readonly string[]) {
  const tried = ids.flatMap((id) => checks[id] ?? []);
  return { green: tried.filter(({ green }) => green).length, tried: tried.length };
}
