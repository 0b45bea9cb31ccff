/** Grades one lesson of one submission. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runLesson } from "../harness/lesson.ts";
import { type LessonTexts, likelyCause } from "../harness/lessontexts.ts";
import { both, verbatim } from "../harness/text.ts";
import { askContract } from "./answers.ts";
import { type Limits, sealOf } from "./limits.ts";
import { type CheckGrade, type LessonGrade, sum } from "./model.ts";
import { checkNames } from "./names.ts";
import type { Ready } from "./ready.ts";
import { type Rubric, worth } from "./rubric.ts";
import { failed, settle, type Verdict } from "./verdicts.ts";

/** A folder with checks: a lesson's own, or a teacher's. */
export interface CheckFolder {
  readonly directory: string;
  readonly texts: LessonTexts;
  readonly private: boolean;
}

/** All checks that count for a lesson. */
export interface GradedLesson {
  readonly number: number;
  readonly name: string;
  readonly folders: readonly CheckFolder[];
}

/** How it is graded. */
export interface Grading {
  readonly rubric: Rubric;
  readonly limits: Limits;
}

/** Runs everything and counts. */
export async function gradeLesson(
  lesson: GradedLesson,
  submission: Ready,
  grading: Grading,
): Promise<LessonGrade> {
  const judged: Judged[] = [];
  for (const folder of lesson.folders) {
    const verdicts = await verdictsOf(folder, submission, grading.limits);
    judged.push(...verdicts.map((verdict) => ({ verdict, folder })));
  }
  const reached = judged.some(({ verdict: { result } }) => isReached(result));
  const checks = judged.map((one) => gradeCheck(one, grading.rubric, reached));
  const { number, name } = lesson;
  return {
    number,
    name,
    points: sum(checks.map(({ points }) => points)),
    max: sum(checks.map(({ max }) => max)),
    checks,
  };
}

/** A verdict, and where its check is from. */
export interface Judged {
  readonly verdict: Verdict;
  readonly folder: CheckFolder;
}

/** Whether a lesson has been begun. */
export const isReached = ({ kind, outcome }: Pick<CheckGrade, "kind" | "outcome">) =>
  kind === "goal" && outcome === "passed";

async function verdictsOf(
  { directory }: CheckFolder,
  submission: Ready,
  limits: Limits,
): Promise<Verdict[]> {
  if (submission.problems.length > 0) {
    const why = { ...NOT_BUILT, observed: verbatim(submission.problems[0] ?? "") };
    return (await checkNames(directory)).map((name) => failed(name, why));
  }
  const kernel = await settle((only) => {
    const { place, mydocker } = submission;
    const seal = sealOf(place, limits);
    const limit = limits.seconds * 1000;
    return runLesson({ lesson: directory, mydocker, seal, limit, ...(only && { only }) });
  });
  const { sources } = submission;
  if (!sources || !existsSync(join(directory, "contract.ts"))) return kernel;
  const agreed = await settle((only) =>
    askContract(directory, sources, submission.place, limits, only),
  );
  return [...kernel, ...agreed];
}

const NOT_BUILT = {
  diagnosis: "did-not-build",
  expected: both(
    "work/ can be built with the course's runtime/src",
    "work/ 能与课程的 runtime/src 一起构建",
  ),
};

/** A guard that was green all along shows nothing as long as no goal of its lesson is reached. */
export function gradeCheck(
  { verdict, folder }: Judged,
  rubric: Rubric,
  reached: boolean,
): CheckGrade {
  const { result, runs, flaky } = verdict;
  const { ran, plan, rightPlan, trace, ...rest } = result;
  const max = worth(rubric, result);
  const earned = result.outcome === "passed" && (result.kind === "goal" || reached);
  const likely = result.outcome === "failed" ? likelyCause(result, folder.texts) : undefined;
  return {
    ...rest,
    title: folder.texts[result.id]?.title ?? verbatim(result.id),
    private: folder.private,
    points: earned ? max : 0,
    max,
    runs,
    flaky,
    ...(likely && { likely }),
  };
}
