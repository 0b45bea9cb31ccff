/** The learner's copy: started, built over the reference, put back; progress kept. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { putBack } from "../src/course/commands/reset.ts";
import { putBackFunctions } from "../src/course/generator/putback.ts";
import { buildWork } from "../src/course/work/build.ts";
import { type Work, workIn } from "../src/course/work/places.ts";
import { after, readProgress, tally, writeProgress } from "../src/course/work/progress.ts";
import { startWork } from "../src/course/work/start.ts";
import { taskNames, whereIs } from "../src/course/work/tasks.ts";
import { startTypeCheck } from "../src/course/work/typecheck.ts";
import { PROJECT } from "../src/harness/places.ts";
import type { Outcome, Result } from "../src/harness/result.ts";

const test = suite<{ work: Work }>("work");

test.before.each((context) => {
  context.work = workIn(mkdtempSync(join(tmpdir(), "course-work-")));
});
test.after.each(({ work }) => rmSync(work.directory, { recursive: true, force: true }));

const PROC = "inside/proc.ts";
const read = (directory: string, file = PROC) => readFileSync(join(directory, file), "utf8");

test("the first start writes every file with tasks, and remembers what it was", async ({
  work,
}) => {
  const written = await startWork(1, work);
  const files = new Set((await taskNames()).map(({ file }) => file));
  assert.equal(new Set(written), files);
  assert.is(read(work.base), read(work.directory));
  assert.match(read(work.directory), "return [];");
});

test("a later start writes what is missing and touches nothing else", async ({ work }) => {
  await startWork(1, work);
  writeFileSync(join(work.directory, PROC), "// mine");
  rmSync(join(work.directory, "inside/hostname.ts"));
  assert.equal(await startWork(1, work), ["inside/hostname.ts"]);
  assert.is(read(work.directory), "// mine");
});

test("a task is found by its line, and by its file when the function is gone", async ({ work }) => {
  await startWork(1, work);
  const task = (await taskNames()).find(({ slug }) => slug === "proc");
  assert.ok(task);
  const [, line] = /:(\d+)$/.exec(whereIs(task, work)) ?? [];
  assert.match(read(work.directory).split("\n")[Number(line) - 1] ?? "", "function mountProc");
  writeFileSync(join(work.directory, PROC), "");
  assert.match(whereIs(task, work), /inside\/proc\.ts$/);
});

test("the learner's files come before the reference's, and both import one another", async ({
  work,
}) => {
  await startWork(1, work);
  const built = await buildWork(work);
  assert.ok("mydocker" in built);
  const plan = execFileSync(built.mydocker, ["run", "--plan", "/bin/true"], { encoding: "utf8" });
  assert.not.match(plan, 'mount("proc"');
  assert.match(plan, "execve");
});

test("what cannot be parsed is shown as a compiler does", async ({ work }) => {
  await startWork(1, work);
  writeFileSync(join(work.directory, PROC), "export function mountProc() {\n  return [;\n}\n");
  const built = await buildWork(work);
  assert.ok("errors" in built);
  assert.match(built.errors[0] ?? "", /inside\/proc\.ts:2:10/);
});

test("reset puts back a lesson's functions, keeps the rest, and a copy", async ({ work }) => {
  await startWork(1, work);
  const before = read(work.directory);
  const changed = `${before.replace("return [];", "return [x];")}\nconst x = mount;\n`;
  writeFileSync(join(work.directory, PROC), changed);
  const [done] = await putBack(1, work);
  assert.is(read(work.directory), `${before}\nconst x = mount;\n`);
  assert.match(done?.what.en ?? "", "mountProc");
  assert.is(readFileSync(join(PROJECT, done?.kept ?? ""), "utf8").length, changed.length);
  assert.equal(await putBack(1, work), []);
});

const TASK = { name: "f" };
const STARTER = "/** Do it. */\nexport function f(): number {\n  return 0;\n}\n";

test("a file without the function, or that is no TypeScript, is put back whole", () => {
  const text = (mine: string) => putBackFunctions(mine, STARTER, [TASK]).text;
  assert.is(text("export const g = 1;\n"), STARTER);
  assert.is(text("export function f() {\n"), STARTER);
  assert.is(text("// a\nconst f = () => 1;\n// b\n"), `// a\n${STARTER.trimEnd()}\n// b\n`);
});

const result = (id: string, outcome: Outcome): Result => ({ id, kind: "goal", outcome, ms: 1 });

test("progress: when a check first passed, and what decides nothing changes nothing", ({
  work,
}) => {
  const first = new Date("2026-01-01");
  const passed = after(readProgress(work.progress), [result("1.1", "passed")], first);
  const again = after(passed, [result("1.1", "passed")], new Date("2026-02-01"));
  assert.equal(again.checks["1.1"], { green: true, since: first.toISOString() });
  const failed = after(again, [result("1.1", "failed"), result("1.2", "failed")], new Date());
  assert.equal(failed.checks["1.1"], { green: false, since: first.toISOString() });
  assert.equal(after(again, [result("1.1", "machine")], new Date()), again);
  assert.equal(tally(failed, ["1.1", "1.2", "1.3"]), { green: 0, tried: 2 });
  writeProgress(again, work.progress);
  assert.equal(readProgress(work.progress), again);
  assert.not.ok(existsSync(`${work.progress}.${process.pid}.new`));
});

test("the type checker speaks of the learner's files, with line and column", async () => {
  const work = workIn(mkdtempSync(join(import.meta.dirname, "../../.cache/course-work-")));
  try {
    await startWork(1, work);
    const wrong = read(work.directory).replace("return [];", "return [MS.MS_REC];");
    writeFileSync(join(work.directory, PROC), wrong);
    const complaints = await startTypeCheck(work).complaints();
    assert.is(complaints.length, 1);
    assert.match(
      complaints[0] ?? "",
      /inside\/proc\.ts:\d+:\d+: error TS2339: .*\{ readonly \w+: \d+; … \}/,
    );
  } finally {
    rmSync(work.directory, { recursive: true, force: true });
  }
});

test.run();
