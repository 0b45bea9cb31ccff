/** Proves one lesson: starter, reference, mutants and texts. */
import type { Result } from "../../harness/result.ts";
import type { Lesson } from "../catalogue.ts";
import type { Reference } from "../generator/reference.ts";
import { loadMutants, loadTexts } from "../lessonfiles.ts";
import { inParallel } from "../parallel.ts";
import { type Claim, isDoubted, tried } from "./claim.ts";
import { caught, mutated, together } from "./mutants.ts";
import { progressOf } from "./progress.ts";
import { worded } from "./texts.ts";
import { checkVersion } from "./version.ts";
import { versions } from "./versions.ts";

/** What was claimed of a lesson, and the results that the reference got. */
export interface Verified {
  readonly claims: readonly Claim[];
  readonly results: readonly Result[];
}

/**
 * Runs everything, the long runs first and two at a time, then alone what did not hold so, and returns
 * what was claimed.
 */
export async function verifyLesson(lesson: Lesson, reference: Reference): Promise<Verified> {
  const mutants = await loadMutants(lesson);
  let checks: readonly Result[] = [];
  const runs = [
    ...versions(reference, lesson).map(({ name, sources, judge }) => async () => {
      const results = await checkVersion(sources, lesson);
      if (name === "the reference") checks = results;
      return judge(results);
    }),
    ...mutants.map((mutant) => async () => [
      await caught(mutated(reference, lesson, mutant), lesson, mutant),
    ]),
  ];
  const progress = progressOf(lesson, runs.length);
  const claims = await inParallel(runs, async (run) => {
    const done = await run();
    progress.step();
    return done;
  });
  for (const [i, run] of runs.entries()) {
    const first = claims[i] ?? [];
    if (isDoubted(first)) claims[i] = tried(first, await run());
  }
  const all = [
    ...claims.flat(),
    ...together(reference, lesson, mutants, checks),
    ...worded(lesson, await loadTexts(lesson), checks, mutants),
  ];
  progress.end(all);
  return { claims: all, results: checks };
}
