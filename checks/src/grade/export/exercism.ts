/**
 * Exercism's results.json, version 3
 * (https://exercism.org/docs/building/tooling/test-runners/interface), of one submission.
 */
import { type CheckGrade, checksOf, type SubmissionGrade } from "../model.ts";
import { clean, story, titleOf } from "./tell.ts";

const MOST = 65_535; // characters of the message at the top

/** As the text of results.json; a lesson is a task. */
export function exercism(submission: SubmissionGrade): string {
  const { problems, lessons } = submission;
  if (problems.length > 0) {
    const message = clean(problems.join("\n")).slice(0, MOST);
    return text({ version: 3, status: "error", message, tests: [] });
  }
  const good = checksOf(submission).every(({ outcome }) => outcome === "passed");
  const tests = lessons.flatMap(({ number, checks }) => checks.map((check) => test(check, number)));
  return text({ version: 3, status: good ? "pass" : "fail", message: null, tests });
}

const text = (results: object) => `${JSON.stringify(results, undefined, 2)}\n`;

const test = (check: CheckGrade, lesson: number) => ({
  name: titleOf(check),
  status: { passed: "pass", failed: "fail", "not started": "fail", machine: "error", bug: "error" }[
    check.outcome
  ],
  message: check.outcome === "passed" ? null : story(check),
  test_code: clean(check.did ?? ""),
  task_id: lesson,
});
