/** What a learner has achieved, in work/.course/progress.json, which is part of the fork. */
import type { Result } from "../../harness/result.ts";
import type { Text } from "../../harness/text.ts";
import { WORK } from "./places.ts";
import { readKept, writeWhole } from "./whole.ts";

/** A check as the learner's own program last met it. */
export interface CheckProgress {
  readonly green: boolean;
  /** When it first passed, ISO 8601. */
  readonly since?: string;
  /** The sources that it last passed with: a name in work/.course/green. */
  readonly with?: string;
  /** What the last run saw, when it failed. */
  readonly observed?: Text;
}

/** The file's content. */
export interface Progress {
  readonly checks: Readonly<Record<string, CheckProgress>>;
  /** How many hints of a check have been shown. */
  readonly hints: Readonly<Record<string, number>>;
}

const NONE: Progress = { checks: {}, hints: {} };

/** Reads it; nothing is achieved as long as there is none. */
export const readProgress = (file: string = WORK.progress): Progress => ({
  ...NONE,
  ...readKept<Progress>(file),
});

/** Writes it whole. */
export const writeProgress = (progress: Progress, file: string = WORK.progress): void =>
  writeWhole(file, `${JSON.stringify(progress, undefined, 2)}\n`);

/**
 * Progress after a run of checks; those that did not decide anything leave it as it is.
 *
 * @param sources the name of those that were checked, when they are kept
 */
export function after(
  progress: Progress,
  results: readonly Result[],
  now: Date,
  sources?: string,
): Progress {
  const checks = { ...progress.checks };
  for (const { id, outcome, observed } of results) {
    const { since, with: before } = checks[id] ?? {};
    const kept = sources ?? before;
    if (outcome === "passed") {
      checks[id] = { green: true, since: since ?? now.toISOString(), ...(kept && { with: kept }) };
    }
    if (outcome === "failed") {
      const then = { ...(since && { since }), ...(before && { with: before }) };
      checks[id] = { green: false, ...then, ...(observed && { observed }) };
    }
  }
  return { ...progress, checks };
}

/** How many of some checks are green, and how many have been tried. */
export function tally({ checks }: Progress, ids: readonly string[]) {
  const tried = ids.flatMap((id) => checks[id] ?? []);
  return { green: tried.filter(({ green }) => green).length, tried: tried.length };
}

/** The first check, in the order of lessons, that the last runs saw fail. */
export function firstFailed({ checks }: Progress): string | undefined {
  const failed = Object.keys(checks).filter((id) => !checks[id]?.green);
  return failed.toSorted((a, b) => order(a) - order(b))[0];
}

const order = (id: string): number => {
  const [lesson = 0, check = 0] = id.split(".").map(Number);
  return lesson * 1000 + check;
};
