/** JUnit XML, as Jenkins and others read it: a suite for each lesson of a submission. */
import {
  type CheckGrade,
  type Grades,
  type LessonGrade,
  type SubmissionGrade,
  sum,
} from "../model.ts";
import { clean, plain, story, titleOf } from "./tell.ts";

/** As an XML document. */
export function junit({ submissions }: Grades): string {
  const lessons = submissions.flatMap((submission) =>
    submission.lessons.map((lesson) => ({ submission, lesson })),
  );
  const all = lessons.flatMap(({ lesson }) => lesson.checks);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: "mydocker", ...counts(all) })}>`,
    ...lessons.flatMap(({ submission, lesson }) => suite(submission, lesson)),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite({ name }: SubmissionGrade, lesson: LessonGrade): string[] {
  const title = `${name}: ${lesson.number} ${lesson.name}`;
  return [
    `  <testsuite ${attributes({ name: title, ...counts(lesson.checks) })}>`,
    ...lesson.checks.flatMap((check) => testCase(name, lesson, check)),
    "  </testsuite>",
  ];
}

const isWrong = ({ outcome }: CheckGrade) => outcome === "machine" || outcome === "bug";

const counts = (checks: readonly CheckGrade[]) => ({
  tests: `${checks.length}`,
  failures: `${checks.filter(({ outcome }) => outcome === "failed").length}`,
  errors: `${checks.filter(isWrong).length}`,
  skipped: `${checks.filter(({ outcome }) => outcome === "not started").length}`,
  time: seconds(sum(checks.map(({ ms }) => ms))),
});

const seconds = (ms: number) => (ms / 1000).toFixed(3);

function testCase(submission: string, lesson: LessonGrade, check: CheckGrade): string[] {
  const where = `${submission}.${lesson.number}-${lesson.name}`;
  const head = attributes({ classname: where, name: titleOf(check), time: seconds(check.ms) });
  const inside = [...outcome(check), ...output(check)];
  if (inside.length === 0) return [`    <testcase ${head}/>`];
  return [`    <testcase ${head}>`, ...inside.map((line) => `      ${line}`), "    </testcase>"];
}

function outcome(check: CheckGrade): string[] {
  if (check.outcome === "passed") return [];
  if (check.outcome === "not started") return ["<skipped/>"];
  const message = check.observed ? plain(check.observed) : check.outcome;
  const head = attributes({ message, type: check.diagnosis ?? check.outcome });
  const name = isWrong(check) ? "error" : "failure";
  return [`<${name} ${head}>${entities(story(check))}</${name}>`];
}

/** Of what passed there may still be something to say. */
function output(check: CheckGrade): string[] {
  const text = check.outcome === "passed" ? story(check) : "";
  return text === "" ? [] : [`<system-out>${entities(text)}</system-out>`];
}

const attributes = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${entities(value).replaceAll("\n", "&#10;")}"`)
    .join(" ");

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

const entities = (text: string) =>
  clean(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
