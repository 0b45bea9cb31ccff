/**
 * What GitHub Classroom's autograding-grading-reporter reads: results of runners, each a JSON in
 * base64 in a step's output. The points that it reports are the sum of the tests' scores.
 */
import { randomUUID } from "node:crypto";
import { type CheckGrade, checksOf, type LessonGrade, type SubmissionGrade } from "../model.ts";
import { clean, story, titleOf } from "./tell.ts";

/** One runner's results; the whole submission is one. */
export function classroom(submission: SubmissionGrade): string {
  const { points, max, problems } = submission;
  return JSON.stringify(results({ points, max, checks: checksOf(submission) }, problems));
}

type Part = Pick<LessonGrade, "points" | "max" | "checks">;

const results = ({ points, max, checks }: Part, problems: readonly string[]) => ({
  version: 1,
  status: status(checks, problems),
  score: points,
  max_score: max,
  tests: checks.map(test),
});

function status(checks: readonly CheckGrade[], problems: readonly string[]) {
  if (problems.length > 0) return "error";
  return checks.every(({ outcome }) => outcome === "passed") ? "pass" : "fail";
}

/** `line_no` 0 is what the reporter takes for "nowhere". */
const test = (check: CheckGrade) => ({
  name: titleOf(check),
  status: { passed: "pass", failed: "fail", "not started": "fail", machine: "error", bug: "error" }[
    check.outcome
  ],
  score: check.points,
  max_score: check.max,
  message: story(check),
  test_code: clean(check.did ?? ""),
  filename: "",
  line_no: 0,
  duration: check.ms,
});

/** Lines for $GITHUB_OUTPUT: `result` is all, `lesson3` one lesson. */
export function classroomOutputs(submission: SubmissionGrade): string {
  const lines = submission.lessons.map((lesson, i) => {
    const name = lesson.number > 0 ? `lesson${lesson.number}` : `private${i}`;
    return `${name}=${base64(JSON.stringify(results(lesson, submission.problems)))}`;
  });
  return `${[`result=${base64(classroom(submission))}`, ...lines].join("\n")}\n`;
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

/**
 * Text for the log of a workflow. A line of it that looks like a command of the runner's, and it
 * may be a learner's, must not be one.
 */
export function guarded(text: string, token: string = randomUUID()): string {
  return `::stop-commands::${token}\n${text.trimEnd()}\n::${token}::\n`;
}
