/**
 * Gradescope's results.json
 * (https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format), of one submission.
 */
import { type CheckGrade, checksOf, type SubmissionGrade, sum } from "../model.ts";
import { clean, story, titleOf } from "./tell.ts";

/** As the text of results.json. */
export function gradescope(submission: SubmissionGrade): string {
  const checks = checksOf(submission);
  const results = {
    score: submission.points,
    execution_time: Math.round(sum(checks.map(({ ms }) => ms)) / 1000),
    output: clean(submission.problems.join("\n")),
    output_format: "text",
    // What the checks print is the teacher's; what a learner may see is in the tests.
    stdout_visibility: "hidden",
    tests: checks.map(test),
  };
  return `${JSON.stringify(results, undefined, 2)}\n`;
}

const test = (check: CheckGrade) => ({
  score: check.points,
  max_score: check.max,
  status: check.outcome === "passed" ? "passed" : "failed",
  name: titleOf(check),
  name_format: "text",
  number: check.id,
  output: story(check),
  output_format: "text",
  tags: [
    check.kind,
    ...(check.diagnosis ? [check.diagnosis] : []),
    ...(check.flaky ? ["flaky"] : []),
  ],
  visibility: check.private ? "hidden" : "visible",
});
