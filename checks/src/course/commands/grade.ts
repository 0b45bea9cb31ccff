/**
 * `npm run grade FORK… [runtime PROGRAM…]`: grades submissions. The exit code is 0 when all could be
 * judged, whatever they are worth; 2 when this machine could not, 3 when a mistake of ours came up.
 */
import { FORMATS } from "../../grade/export/index.ts";
import { gradedLessons } from "../../grade/folders.ts";
import { grade as gradeHere } from "../../grade/grade.ts";
import { LIMITS } from "../../grade/limits.ts";
import { checksOf, type Grades } from "../../grade/model.ts";
import { gradeProgress } from "../../grade/progress.ts";
import { anonymous } from "../../grade/pseudonyms.ts";
import { show, writeAll } from "../../grade/publish.ts";
import { readRubric } from "../../grade/rubric.ts";
import { findSubmissions } from "../../grade/submission.ts";
import { gradeInVm } from "../../grade/vm.ts";
import { readOrder } from "../../grade/words.ts";
import { EXIT } from "../../harness/result.ts";

/** Grades and shows the grades. */
export async function grade(words: readonly string[]): Promise<number> {
  const order = readOrder(words, FORMATS);
  const submissions = findSubmissions(order.forks, order.programs);
  const lessons = await gradedLessons(order.lessons, order.checks);
  const progress = gradeProgress(submissions.length * lessons.length);
  const job = { lessons, submissions, rubric: readRubric(), limits: LIMITS, jobs: order.jobs };
  const run = order.vm ? gradeInVm : gradeHere;
  const grades = await run({ ...job, onLesson: progress.step }).finally(progress.end);
  const named = order.anonymous ? anonymous(grades) : grades;
  if (order.to !== undefined) writeAll(named, order.to);
  show(named, order.as);
  return exitCode(grades);
}

function exitCode({ submissions }: Grades): number {
  const outcomes = submissions.flatMap(checksOf).map(({ outcome }) => outcome);
  if (outcomes.includes("bug")) return EXIT.bug;
  return outcomes.includes("machine") ? EXIT.machine : EXIT.passed;
}
