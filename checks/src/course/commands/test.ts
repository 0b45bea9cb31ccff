/**
 * `npm test`: types, lint, the unit tests and the proof of the course, two at a time; what fails so
 * is run once more, alone. The last line is always `N passed, N failed`.
 */
import { lessons } from "../catalogue.ts";
import { inParallel } from "../parallel.ts";
import { print } from "../say.ts";
import { conclude, stepLine } from "../test/line.ts";
import { lint, type Outcome, type Step, secondOpinion, types, unitTests } from "../test/steps.ts";
import { verifyCourse } from "../verify/course.ts";
import { comparePages } from "../verify/pages.ts";

/** Runs everything; `npm test unit` leaves out the proof of the course. */
export async function testAll([part]: readonly string[]): Promise<number> {
  const steps = [types, lint, ...unitTests()];
  const outcomes = await inParallel(steps, timed);
  for (const [i, step] of steps.entries()) {
    const first = outcomes[i];
    if (first && first.failed > 0) outcomes[i] = secondOpinion(first, await timed(step));
  }
  if (part !== "unit") outcomes.push(...(await verifyCourse(lessons(), comparePages)));
  return conclude(outcomes) ? 0 : 1;
}

async function timed(step: Step): Promise<Outcome> {
  const start = performance.now();
  const outcome = await step.run();
  print(stepLine(outcome, start));
  return outcome;
}
