/** Grades for a person: what went wrong in each submission, and a table of all at the end. */
import { createColors } from "picocolors";
import { type ReportStyle, styleFor } from "../../harness/report.ts";
import { both } from "../../harness/text.ts";
import { columns, padded, wrap } from "../../harness/wrap.ts";
import { type CheckGrade, checksOf, type Grades, type SubmissionGrade } from "../model.ts";
import { clean, details, titleOf } from "./tell.ts";

/** Of more submissions than these only the table is shown; `to DIR` has everything. */
const FEW = 3;

/** As text, for a stream or a file. */
export function human(grades: Grades, style: ReportStyle = styleFor({})): string {
  const { submissions } = grades;
  const told = submissions.length <= FEW ? submissions.flatMap((one) => tell(one, style)) : [];
  const notes = submissions.flatMap((one) => noted(one, style));
  return `${[...told, ...table(submissions), ...notes].join("\n")}\n`;
}

function tell(submission: SubmissionGrade, style: ReportStyle): string[] {
  const color = createColors(style.colors);
  const problems = submission.problems.map(clean);
  const bad = problems.length > 0 ? [] : checksOf(submission).filter(isWorthALook);
  return [
    color.bold(clean(submission.name)),
    ...problems,
    ...bad.flatMap((check) => tellCheck(check, style)),
    "",
  ];
}

const isWorthALook = ({ outcome, flaky, points, max }: CheckGrade) =>
  outcome !== "passed" || flaky || points < max;

const LABEL = 11; // columns

function tellCheck(check: CheckGrade, { colors, width }: ReportStyle): string[] {
  const color = createColors(colors);
  const mark = check.outcome === "passed" ? color.green("✓") : color.red("✗");
  const rows = details(check).flatMap(([label, text]) => {
    const [first = "", ...rest] = wrap(text, Math.max(20, width - LABEL - 2));
    const beneath = rest.map((line) => `${" ".repeat(LABEL + 2)}${line}`);
    return [`  ${padded(label, LABEL)}${first}`, ...beneath];
  });
  return [`${mark} ${titleOf(check)}  ${check.points}/${check.max}`, ...rows];
}

/** Names, points for each lesson, and the sum. */
function table(submissions: readonly SubmissionGrade[]): string[] {
  const lessons = submissions[0]?.lessons ?? [];
  const head = [
    "",
    ...lessons.map(({ number, name }) => (number > 0 ? `${number}` : name)),
    "∑",
    "%",
  ];
  const rows = submissions.map(({ name, lessons, points, max }) => [
    clean(name),
    ...lessons.map((lesson) => `${lesson.points}/${lesson.max}`),
    `${points}/${max}`,
    max > 0 ? `${Math.floor((100 * points) / max)}` : "-",
  ]);
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => columns(row[i] ?? ""))));
  return all.map((row) =>
    row
      .map((cell, i) => {
        const space = " ".repeat((widths[i] ?? 0) - columns(cell));
        return i === 0 ? cell + space : space + cell;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** What a grader should know of the verdicts themselves. */
function noted(submission: SubmissionGrade, { language }: ReportStyle): string[] {
  const checks = checksOf(submission);
  const name = clean(submission.name);
  const ids = (of: readonly CheckGrade[]) => of.map(({ id }) => id).join(", ");
  const flaky = checks.filter((check) => check.flaky);
  const open = checks.filter(({ outcome }) => outcome === "machine" || outcome === "bug");
  return [
    ...(submission.problems.length > 0
      ? [both(`${name}: could not be built`, `${name}：无法构建`)]
      : []),
    ...(flaky.length > 0
      ? [
          both(
            `${name}: flaky, decided by most of three runs: ${ids(flaky)}`,
            `${name}：结果不稳定，以三次运行的多数为准：${ids(flaky)}`,
          ),
        ]
      : []),
    ...(open.length > 0
      ? [
          both(
            `${name}: not judged, for no fault of the submission: ${ids(open)}`,
            `${name}：未能评判，与提交无关：${ids(open)}`,
          ),
        ]
      : []),
  ].map((text) => text[language]);
}
