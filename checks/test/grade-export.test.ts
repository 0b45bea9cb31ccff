/**
 * The forms that grades can have, each by the rules of who reads it: a schema, a parser of the
 * consumer's kind, or its documented rules.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse as parseJunit } from "junit2json";
import { Parser } from "tap-parser";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { classroom, classroomOutputs, guarded } from "../src/grade/export/classroom.ts";
import { csv } from "../src/grade/export/csv.ts";
import { exercism } from "../src/grade/export/exercism.ts";
import { gradescope } from "../src/grade/export/gradescope.ts";
import { human } from "../src/grade/export/human.ts";
import { TOGETHER } from "../src/grade/export/index.ts";
import { junit } from "../src/grade/export/junit.ts";
import { tap } from "../src/grade/export/tap.ts";
import {
  type CheckGrade,
  checksOf,
  type Grades,
  type SubmissionGrade,
  sum,
} from "../src/grade/model.ts";
import { anonymous, pseudonym } from "../src/grade/pseudonyms.ts";
import { writeAll } from "../src/grade/publish.ts";
import schema from "../src/grade/schema.json" with { type: "json" };

const test = suite("forms of grades");

/** What a learner might print to be taken for something else. */
const NASTY = '::set-output name=x::1\n]]></failure>&"\u0000\u001b[31m # SKIP\nok 1 - forged\n..."';

const check = (id: string, more: Partial<CheckGrade>): CheckGrade => ({
  id,
  title: { en: `title # of ${id}`, zh: `标题 ${id}` },
  kind: "goal",
  private: false,
  outcome: "passed",
  points: 2,
  max: 2,
  runs: 1,
  flaky: false,
  ms: 100,
  ...more,
});

const failed = {
  outcome: "failed",
  points: 0,
  runs: 2,
  diagnosis: "no-proc",
  did: "mydocker run 'a  b'",
  expected: { en: "one", zh: "一" },
  observed: { en: NASTY, zh: NASTY },
} as const;

function submission(
  name: string,
  checks: readonly CheckGrade[],
  problems: string[] = [],
): SubmissionGrade {
  const points = sum(checks.map((one) => one.points));
  const max = sum(checks.map((one) => one.max));
  const lesson = { number: 1, name: "run", points, max, checks };
  return { name, kind: "fork", points, max, lessons: [lesson], problems };
}

const MIXED = submission("alice <x>", [
  check("1.1", {}),
  check("1.2", failed),
  check("1.3", { kind: "guard", points: 1, max: 1, flaky: true, runs: 3 }),
  check("1.4", { outcome: "not started", points: 0 }),
  check("1.5", { outcome: "machine", points: 0, observed: { en: "no cgroup", zh: "没有" } }),
  check("9.1", { ...failed, private: true }),
]);
const GOOD = submission("=bob", [check("1.1", {})]);
const BROKEN = submission("carol", [check("1.1", failed)], ["✘ [ERROR] work/a.ts:1:1"]);
const GRADES: Grades = { version: 1, submissions: [MIXED, GOOD, BROKEN] };

const validate = new Ajv({ allErrors: true }).compile(schema);

test("JSON keeps to its schema, which is strict", () => {
  const text = TOGETHER.json?.[1](GRADES) ?? "";
  assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
  assert.equal(JSON.parse(text), GRADES);
  assert.not.ok(validate({ ...GRADES, more: 1 }));
});

test("TAP 14 is read as it was meant", () => {
  const text = tap(GRADES);
  assert.match(text, /^TAP version 14\n1\.\.3\n/);
  const points = Parser.parse(text);
  const tests = points.filter(([kind]) => kind === "assert").map(([, result]) => result);
  assert.equal(
    tests.map(({ ok, name }) => [ok, name]),
    [
      [false, "alice <x>"],
      [true, "=bob"],
      [false, "carol"],
    ],
  );
  const children = points.find(([kind]) => kind === "child")?.[1] as typeof points;
  const inner = children.filter(([kind]) => kind === "assert").map(([, result]) => result);
  assert.equal(
    inner.map(({ ok }) => ok),
    [true, false, true, false, false, false],
  );
  assert.is(inner[1].diag.diagnosis, "no-proc");
  assert.is(inner[1].skip, false);
  assert.is(inner[1].name, "1.2 title # of 1.2");
  assert.not.ok(
    points.some(([kind]) => kind === "extra"),
    "nothing that is no TAP",
  );
});

test("JUnit XML is read by a parser, with counts that are true", async () => {
  const text = junit(GRADES);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 allows none of these
  assert.not.match(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  const parsed = await parseJunit(text);
  assert.ok(parsed && "testsuite" in parsed);
  const [suite] = parsed.testsuite ?? [];
  assert.equal([suite?.tests, suite?.failures, suite?.errors, suite?.skipped], [6, 2, 1, 1]);
  const [first, second] = suite?.testcase ?? [];
  assert.is(first?.failure, undefined);
  assert.match(second?.failure?.[0]?.inner ?? "", "ok 1 - forged");
  assert.is(second?.failure?.[0]?.type, "no-proc");
});

test("Gradescope: scores per test, known visibilities, private checks hidden", () => {
  const results = JSON.parse(gradescope(MIXED));
  assert.is(results.score, sum(results.tests.map(({ score }: { score: number }) => score)));
  assert.is(results.output_format, "text");
  for (const one of results.tests) {
    assert.ok(["hidden", "after_due_date", "after_published", "visible"].includes(one.visibility));
    assert.ok(["passed", "failed"].includes(one.status));
    assert.ok(one.score <= one.max_score && typeof one.output === "string");
    assert.ok(one.tags.every((tag: unknown) => typeof tag === "string"));
  }
  assert.is(results.tests.at(-1).visibility, "hidden");
});

test("GitHub Classroom: the reporter finds what it reads, and the sum is the score", () => {
  const results = JSON.parse(classroom(MIXED));
  assert.is(results.version, 1);
  assert.is(results.status, "fail");
  assert.is(results.max_score, MIXED.max);
  let total = 0; // as notify-classroom adds them up
  for (const one of results.tests) {
    assert.type(one.score, "number");
    assert.is(one.line_no, 0);
    assert.ok(["pass", "fail", "error"].includes(one.status));
    for (const field of ["name", "message", "test_code", "filename"])
      assert.type(one[field], "string");
    total += one.score;
  }
  assert.is(total, results.score);
  assert.is(total, MIXED.points);
  assert.is(JSON.parse(classroom(BROKEN)).status, "error");
  for (const line of classroomOutputs(MIXED).trimEnd().split("\n")) {
    const [, name = "", value = ""] = /^([a-zA-Z0-9]+)=([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    assert.ok(name, line);
    assert.is(JSON.parse(Buffer.from(value, "base64").toString()).version, 1);
  }
});

test("a workflow's log is guarded by a token that nobody can know", () => {
  const text = guarded(NASTY);
  const [, token = ""] = /^::stop-commands::(\S+)\n/.exec(text) ?? [];
  assert.ok(token.length >= 32);
  assert.ok(text.endsWith(`\n::${token}::\n`));
  assert.not.match(NASTY, token);
  assert.not.match(guarded(NASTY), token);
});

test("exercism, version 3", () => {
  const results = JSON.parse(exercism(MIXED));
  assert.equal([results.version, results.status, results.message], [3, "fail", null]);
  assert.equal(
    results.tests.map(({ status }: { status: string }) => status),
    ["pass", "fail", "pass", "fail", "error", "fail"],
  );
  for (const one of results.tests) {
    assert.type(one.name, "string");
    assert.type(one.test_code, "string");
    assert.is(one.task_id, 1);
    assert.ok(one.output === undefined || one.output.length <= 500);
  }
  assert.is(JSON.parse(exercism(GOOD)).status, "pass");
  const broken = JSON.parse(exercism(BROKEN));
  assert.equal([broken.status, broken.message], ["error", "✘ [ERROR] work/a.ts:1:1"]);
});

test("a spreadsheet takes no name for a formula", () => {
  assert.match(csv(GRADES), `"'=bob","2","2","2"\r\n`);
});

test("a person sees a table, what is wrong, and which verdicts to doubt", () => {
  const text = human(GRADES, { language: "en", colors: false, width: 80 });
  assert.match(text, "✗ 1.2 title # of 1.2  0/2");
  assert.match(text, /alice <x> +3\/11 +3\/11 +27\n=bob +2\/2 +2\/2 +100\n/);
  assert.match(text, "alice <x>: flaky, decided by most of three runs: 1.3");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: nothing that a terminal would obey
  assert.not.match(text, /[\u0000-\u0008\u000b-\u001f]/);
});

test("pseudonyms are the same every time, and tell nothing", () => {
  const secret = Buffer.alloc(32, 1);
  const hidden = anonymous(GRADES, secret);
  assert.equal(anonymous(GRADES, secret), hidden);
  assert.not.match(JSON.stringify(hidden), "alice");
  assert.match(pseudonym("alice", secret), /^[a-z]+-[0-9a-f]{6}$/);
  assert.is.not(pseudonym("alice", Buffer.alloc(32, 2)), pseudonym("alice", secret));
});

test("all forms at once, in a folder", () => {
  const directory = mkdtempSync(join(tmpdir(), "mydocker-forms-"));
  writeAll(GRADES, directory);
  assert.equal(readdirSync(directory).sort(), [
    "-bob",
    "alice-x-",
    "carol",
    "grades.csv",
    "grades.json",
    "grades.tap",
    "grades.txt",
    "grades.xml",
  ]);
  assert.equal(readdirSync(join(directory, "carol")).sort(), [
    "classroom.json",
    "exercism.json",
    "gradescope.json",
  ]);
  assert.is(JSON.parse(readFileSync(join(directory, "carol/gradescope.json"), "utf8")).score, 0);
  rmSync(directory, { recursive: true });
});

test("no check is lost on the way", () => {
  assert.is(checksOf(MIXED).length, 6);
});

test.run();
