/** TAP, version 14 (testanything.org): a subtest for each submission, a test point for each check. */
import { type CheckGrade, checksOf, type Grades, type SubmissionGrade } from "../model.ts";
import { clean, details, titleOf } from "./tell.ts";

/** As a TAP document. */
export function tap({ submissions }: Grades): string {
  const lines = submissions.flatMap((submission, i) => [
    ...subtest(submission),
    point(isGood(submission), i + 1, submission.name),
  ]);
  return `${["TAP version 14", `1..${submissions.length}`, ...lines].join("\n")}\n`;
}

const isGood = (submission: SubmissionGrade) =>
  checksOf(submission).every(({ outcome }) => outcome === "passed");

function subtest(submission: SubmissionGrade): string[] {
  const checks = checksOf(submission);
  return [
    `# Subtest: ${quoted(submission.name)}`,
    ...[`1..${checks.length}`, ...checks.flatMap(testPoint)].map((line) => `    ${line}`),
  ];
}

function testPoint(check: CheckGrade, i: number): string[] {
  const head = point(check.outcome === "passed", i + 1, titleOf(check));
  const rows = details(check).map(([label, text]) => `  ${label}: ${JSON.stringify(text)}`);
  const points = `  score: ${check.points}`;
  return [
    head,
    "  ---",
    ...rows.filter((row) => !row.startsWith("  points:")),
    points,
    `  max: ${check.max}`,
    "  ...",
  ];
}

const point = (good: boolean, number: number, description: string) =>
  `${good ? "ok" : "not ok"} ${number} - ${quoted(description)}`;

/** A `#` would begin a directive, and a line is a line. */
const quoted = (text: string) =>
  clean(text).replaceAll("\\", "\\\\").replaceAll("#", "\\#").replace(/\s+/g, " ");
