/** Proves the course, lesson by lesson. */
import { probe } from "../../harness/probe.ts";
import type { Result } from "../../harness/result.ts";
import type { Lesson } from "../catalogue.ts";
import { readReference } from "../generator/reference.ts";
import type { Outcome } from "../test/steps.ts";
import { type Claim, count } from "./claim.ts";
import { verifyLesson } from "./lesson.ts";
import { sweepVersions } from "./version.ts";

/**
 * Verifies lessons; what breaks down counts as one failure.
 *
 * @param proved hears of each lesson of which everything holds, with the reference's results, and may
 * claim more
 */
export async function verifyCourse(
  chosen: readonly Lesson[],
  proved: (lesson: Lesson, results: readonly Result[]) => Promise<readonly Claim[]>,
): Promise<Outcome[]> {
  sweepVersions();
  const outcomes: Outcome[] = [];
  try {
    const reference = readReference();
    await probe(); // compiled before two runs at a time want it
    for (const lesson of chosen) {
      const name = `verify ${lesson.folder}`;
      outcomes.push(
        await verifyLesson(lesson, reference).then(async ({ claims, results }) => {
          const { failed, skipped } = count(claims);
          const more = failed + skipped === 0 ? await proved(lesson, results) : [];
          return outcome(name, [...claims, ...more]);
        }, broken(name)),
      );
    }
  } catch (error) {
    outcomes.push(broken("verify")(error as Error));
  }
  return outcomes;
}

const outcome = (name: string, claims: readonly Claim[]): Outcome => ({
  name,
  ...count(claims),
  problems: claims.flatMap(tell).join("\n"),
});

function tell({ name, problems, skipped, unsteady }: Claim): string[] {
  if (unsteady)
    return [`~ ${name}: held only when tried again alone; before:`, ...unsteady.map(indent)];
  if (skipped !== undefined) return [`- ${name}`, indent(skipped)];
  return problems.length > 0 ? [`✗ ${name}`, ...problems.map(indent)] : [];
}

const indent = (text: string) => text.replace(/^/gm, "    ");

const broken =
  (name: string) =>
  (error: Error): Outcome => ({
    name,
    passed: 0,
    failed: 1,
    skipped: 0,
    problems: error.stack ?? error.message,
  });
