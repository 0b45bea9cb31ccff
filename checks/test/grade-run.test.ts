/** Grading for real: forks and programs, what they may not do, and the same grade twice. Needs root. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lessons } from "../src/course/catalogue.ts";
import { readReference } from "../src/course/generator/reference.ts";
import { gradedLessons } from "../src/grade/folders.ts";
import { grade } from "../src/grade/grade.ts";
import { LIMITS } from "../src/grade/limits.ts";
import { checksOf, type Grades, type SubmissionGrade } from "../src/grade/model.ts";
import { readRubric } from "../src/grade/rubric.ts";
import { findSubmissions } from "../src/grade/submission.ts";

const test = suite("grade");
const top = mkdtempSync(join(tmpdir(), "mydocker-grade-"));
test.after(() => rmSync(top, { recursive: true }));
const reference = readReference();

/** A fork with these files in work/. */
function fork(name: string, files: ReadonlyMap<string, string>): string {
  for (const [path, text] of files) {
    const file = join(top, name, "work", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return join(top, name);
}

const solved = reference.starter(Number.POSITIVE_INFINITY);
const wrong = (slug: string, body: string) =>
  new Map(
    [...reference.compose({ replace: [{ replaces: slug, body }] })].filter(([path]) =>
      solved.has(path),
    ),
  );

async function gradeLessons(
  numbers: readonly number[],
  forks: readonly string[],
  programs: readonly string[] = [],
  checks: readonly string[] = [],
): Promise<Grades> {
  const chosen = lessons().filter(({ number }) => numbers.includes(number));
  return grade({
    lessons: await gradedLessons(chosen, checks),
    submissions: findSubmissions(forks, programs),
    rubric: readRubric(),
    limits: LIMITS,
    jobs: 2,
  });
}

const named = ({ submissions }: Grades, name: string): SubmissionGrade => {
  const found = submissions.find((submission) => submission.name === name);
  assert.ok(found, name);
  return found;
};

const outcomes = (submission: SubmissionGrade) =>
  checksOf(submission).map(({ id, outcome, points, diagnosis }) =>
    [id, outcome, points, diagnosis].join(" "),
  );

/** Everything on one submission that must be the same whenever it is graded. */
const verdicts = ({ submissions }: Grades) =>
  submissions.map((submission) => [submission.name, submission.points, ...outcomes(submission)]);

test("gives the same grades twice, full ones to the reference, none to the starter", async () => {
  const forks = [
    fork("solved", solved),
    fork("begun", reference.starter(1)),
    fork("nameless", wrong("hostname", 'return [sethostname("mydocker")];')),
  ];
  const first = await gradeLessons([1], forks);
  assert.equal(verdicts(await gradeLessons([1], forks)), verdicts(first));
  const full = named(first, "solved");
  assert.is(full.points, full.max, outcomes(full).join("\n"));
  const begun = named(first, "begun");
  assert.is(begun.points, 0, outcomes(begun).join("\n"));
  const nameless = named(first, "nameless");
  const lost = checksOf(nameless).filter(({ outcome }) => outcome !== "passed");
  assert.equal(
    lost.map(({ id, diagnosis }) => [id, diagnosis]),
    [["1.5", "hostname-wrong"]],
  );
  assert.is(nameless.points, nameless.max - 2);
});

test("what a fork lacks is the starter's, never the reference's", async () => {
  const empty = join(top, "empty");
  mkdirSync(join(empty, "work"), { recursive: true });
  assert.is(named(await gradeLessons([1], [empty]), "empty").points, 0);
});

test("takes nothing of a fork but what lessons ask for", async () => {
  const path = fork("meddler", reference.starter(1));
  const file = join(path, "work/kernel/format.ts");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "syntax error");
  mkdirSync(join(path, "checks"));
  writeFileSync(join(path, "checks/run.mjs"), "process.exit(0)");
  writeFileSync(join(path, "package.json"), '{"scripts":{"install":"exit 0","grade":"exit 0"}}');
  const [submission] = (await gradeLessons([1], [path])).submissions;
  assert.equal(submission?.problems, []);
  assert.is(submission?.points, 0);
});

test("a fork imports no file of the grader's, by whatever way", async () => {
  const secret = join(top, "secret.ts");
  writeFileSync(secret, "export const secret = 42;");
  const ways = [
    `import { secret } from "${secret}"; console.log(secret);`,
    'import { roots } from "../../../lessons/1-run/check.ts"; console.log(roots);',
    'const text = require("/etc/passwd"); console.log(text);',
    'import esbuild from "esbuild"; console.log(esbuild);',
    'import text from "cli-progress/../../package.json"; console.log(text);',
  ];
  const forks = ways.map((way, i) =>
    fork(
      `importer${i}`,
      new Map([...solved].map(([p, t]) => [p, p === "inside/proc.ts" ? `${way}\n${t}` : t])),
    ),
  );
  const linked = fork("linked", solved);
  rmSync(join(linked, "work/inside/proc.ts"));
  symlinkSync(secret, join(linked, "work/inside/proc.ts"));
  const grades = await gradeLessons([1], [...forks, linked]);
  for (let i = 0; i < ways.length; i++) {
    const { problems, points } = named(grades, `importer${i}`);
    assert.is(points, 0, ways[i]);
    assert.match(problems.join("\n"), "is not for mydocker to import", ways[i]);
  }
  const proc = checksOf(named(grades, "linked")).find(({ id }) => id === "1.4");
  assert.is(proc?.outcome, "failed");
});

test("a contract asks functions of a fork that the grader never runs itself", async () => {
  const file = join(top, "was-here");
  const evil = wrong(
    "v2",
    `try { process.getBuiltinModule("node:fs").writeFileSync(${JSON.stringify(file)}, ""); } catch {}
     process.exit(0);`,
  );
  const grades = await gradeLessons([2], [fork("solved-2", solved), fork("evil", evil)]);
  const of = (name: string) =>
    checksOf(named(grades, name)).filter(({ id }) => /^2\.1[456]$/.test(id));
  assert.equal(
    of("solved-2").map(({ outcome }) => outcome),
    ["passed", "passed", "passed"],
  );
  assert.ok(of("evil").some(({ outcome }) => outcome !== "passed"));
  const { existsSync } = await import("node:fs");
  assert.not.ok(existsSync(file));
});

test("takes programs in any language, and private checks", async () => {
  const program = join(top, "any", "mydocker");
  mkdirSync(dirname(program));
  writeFileSync(program, '#!/bin/sh\nshift\nexec "$@"\n');
  chmodSync(program, 0o755);
  const kept = join(top, "kept");
  mkdirSync(kept);
  writeFileSync(
    join(kept, "check.ts"),
    `import { goal, expectRan } from "@mydocker/checks";
     goal("9.1", async (t) => {
       const ended = await t.mydocker(["run", "/bin/echo", "kept"]);
       expectRan(ended);
       const good = ended.stdout.toString() === "kept\\n";
       ended.expect(good, { diagnosis: "x", expected: { en: "e", zh: "e" }, observed: { en: "o", zh: "o" } });
     });`,
  );
  const grades = await gradeLessons([1], [], [program], [kept]);
  const [submission] = grades.submissions;
  assert.is(submission?.kind, "program");
  assert.is(submission?.lessons[0]?.points, 0);
  const [check] = submission?.lessons[1]?.checks ?? [];
  assert.equal(
    [check?.id, check?.outcome, check?.private, check?.points],
    ["9.1", "passed", true, 2],
  );
});

test.run();
