/** What `verify` says of courses that are not as they should be. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Lesson } from "../src/course/catalogue.ts";
import { readReference } from "../src/course/generator/reference.ts";
import { runChecks } from "../src/course/lesson/checks.ts";
import { secondOpinion } from "../src/course/test/steps.ts";
import { type Claim, claimOf, count, isDoubted, tried } from "../src/course/verify/claim.ts";
import { together } from "../src/course/verify/mutants.ts";
import { worded } from "../src/course/verify/texts.ts";
import { versions } from "../src/course/verify/versions.ts";
import type { CheckTexts } from "../src/harness/lessontexts.ts";
import type { Mutant } from "../src/harness/mutant.ts";
import type { CheckName, Outcome, Result } from "../src/harness/result.ts";
import { both } from "../src/harness/text.ts";

const test = suite<{ lesson: Lesson }>("verify");

test.before.each((context) => {
  const directory = mkdtempSync(join(tmpdir(), "course-verify-"));
  context.lesson = { number: 1, name: "run", folder: "1-run", directory };
});
test.after.each(({ lesson }) => rmSync(lesson.directory, { recursive: true, force: true }));

const SOURCE = `/**
 * What it is to do.
 *
 * @lesson 1 answer
 */
export function answer(): number {
  return 42;
}
`;
const reference = readReference(new Map([["a.ts", SOURCE]]));

const mutant = (name: string, body: string, check = "1.1", diagnosis = "wrong"): Mutant => ({
  name,
  replaces: "answer",
  body,
  check,
  diagnosis,
});
const CHECKS: readonly CheckName[] = [
  { id: "1.1", kind: "goal" },
  { id: "1.2", kind: "guard" },
];
const bad = (claims: readonly Claim[]) =>
  claims.filter(({ problems }) => problems.length > 0).map(({ name }) => name);

test("a mutant that is the starter, two that fail alike, a check that kills none", ({ lesson }) => {
  const good = [mutant("a", "return 1;"), mutant("b", "return 2;", "1.2")];
  assert.equal(bad(together(reference, lesson, good, CHECKS)), []);
  const starter = [mutant("a", "  return   0;"), mutant("b", "return 2;", "1.2")];
  assert.equal(bad(together(reference, lesson, starter, CHECKS)), ["no mutant is the starter"]);
  const alike = [mutant("a", "return 1;"), mutant("b", "return 2;")];
  assert.equal(bad(together(reference, lesson, alike, CHECKS)), [
    "no two mutants fail alike",
    "1.2 kills a mutant",
  ]);
});

const TEXTS: CheckTexts = {
  title: both("a title", "标题"),
  anchor: "here",
  hints: [both("look", "看"), both("return [];", "return [];")],
  likely: { wrong: both("a cause", "原因") },
};

function problemsOf(lesson: Lesson, texts: Partial<CheckTexts>, mutants: readonly Mutant[] = []) {
  for (const page of ["README.md", "README.zh-CN.md"]) {
    writeFileSync(join(lesson.directory, page), '<a id="here"></a>\n');
  }
  const checks = CHECKS.slice(0, 1);
  const claims = worded(lesson, { "1.1": { ...TEXTS, ...texts } }, checks, mutants);
  return claims.flatMap(({ problems }) => problems);
}

test("words: in both languages, with a hint, a place and a cause", ({ lesson }) => {
  assert.equal(problemsOf(lesson, {}, [mutant("a", "")]), []);
  const title = both("a title", "a title");
  assert.equal(problemsOf(lesson, { title }), ["the title is missing in Chinese"]);
  assert.equal(problemsOf(lesson, { hints: [] }), ["it has no hint"]);
  assert.equal(problemsOf(lesson, { hints: [both("看", "看")] }), [
    "hint 1 has Chinese in its English",
  ]);
  assert.equal(problemsOf(lesson, { anchor: "there" }), [
    'README.md has no place "there"',
    'README.zh-CN.md has no place "there"',
  ]);
  assert.equal(problemsOf(lesson, { likely: {} }, [mutant("a", "")]), ["1.1: wrong"]);
});

const result = (outcome: Outcome, id = "1.1"): Result => ({ id, kind: "goal", outcome, ms: 1 });

test("what a machine cannot show is skipped, and neither holds nor fails", () => {
  const skipped = claimOf("x", result("machine"), false);
  assert.equal(count([skipped, claimOf("y", result("passed"), true)]), {
    passed: 1,
    failed: 0,
    skipped: 1,
  });
});

test("what held only alone holds, and tells; what fails twice fails", () => {
  const broken = { name: "mutant: a", problems: ["passed"] };
  const whole = { name: "mutant: a", problems: [] };
  assert.is(isDoubted([broken]), true);
  assert.is(isDoubted([whole]), false);
  assert.equal(tried([broken], [whole]), [{ ...whole, unsteady: ["passed"] }]);
  assert.equal(tried([broken], [broken]), [broken]);
  const outcome = { name: "a.test.ts", passed: 1, failed: 1, skipped: 0, problems: "FAIL" };
  const good = { ...outcome, passed: 2, failed: 0, problems: "" };
  assert.is(secondOpinion(outcome, outcome).failed, 1);
  assert.is(secondOpinion(outcome, good).failed, 0);
  assert.match(secondOpinion(outcome, good).problems, /ONLY WHEN RUN AGAIN[\s\S]*FAIL/);
});

test("starters must fail their goals, references pass everything", ({ lesson }) => {
  const [starter, complete, ...others] = versions(reference, lesson);
  assert.equal(others, [], "there are no later lessons to leave out");
  assert.match(starter?.sources.get("a.ts") ?? "", "return 0;");
  assert.equal(bad(starter?.judge([result("passed"), result("failed", "1.2")]) ?? []), [
    "the starter fails 1.1",
  ]);
  assert.equal(bad(complete?.judge([result("failed"), result("bug", "1.2")]) ?? []), [
    "the reference passes 1.1",
    "the reference passes 1.2",
  ]);
});

const CONTRACT = `export async function contract(load) {
  const { CLONE } = await load("kernel/flags.ts");
  return [{ id: "1.9", kind: "goal", outcome: CLONE === 7 ? "passed" : "failed", ms: 0 }];
}
`;

test("a contract is asked of the sources that are being checked", async ({ lesson }) => {
  const build = join(lesson.directory, "build");
  mkdirSync(build);
  writeFileSync(join(lesson.directory, "contract.ts"), CONTRACT);
  const mydocker = join(build, "mydocker");
  const ask = (sources: ReadonlyMap<string, string>) =>
    runChecks({ lesson, mydocker, sources, only: ["1.9"] });
  assert.is((await ask(new Map()))[0]?.outcome, "failed");
  const changed = new Map([["kernel/flags.ts", "export const CLONE = 7;"]]);
  assert.is((await ask(changed))[0]?.outcome, "passed");
});

test.run();
