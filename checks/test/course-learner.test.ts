/** What a learner types, on a fresh copy of the course: hints, diff, solution, reset, progress. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lessons } from "../src/course/catalogue.ts";
import { readReference } from "../src/course/generator/reference.ts";
import { callsOf, skeleton } from "../src/course/generator/skeleton.ts";
import { statementsByName } from "../src/course/generator/statements.ts";
import { loadTexts } from "../src/course/lessonfiles.ts";
import { concernedBy } from "../src/course/work/concerned.ts";
import { type Checkout, checkout } from "./fixtures/checkout.ts";

const test = suite<{ course: Checkout }>("learner");

test.before((context) => {
  context.course = checkout();
});
test.after(({ course }) => course.remove());

const ROOT = "work/inside/root.ts";
const EMPTY = "export function leaveMachine(): Plan {\n  return [];\n}";

test("a lesson begins with what it asks for, and one failure in full, with its plan", ({
  course,
}) => {
  const { code, text } = course.run(["lesson", "3"]);
  assert.is(code, 1, text);
  assert.match(text, /work\/inside\/root\.ts:\d+ +enterRoot/);
  assert.match(text, /trace +the reference makes also: mount, chdir, pivot_root, umount2\n/);
  assert.is(text.match(/ observed /g)?.length, 1);
  for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
});

test("after one check of several, the lesson itself is next", ({ course }) => {
  const { code, text } = course.run(["lesson", "3.15"]);
  assert.is(code, 0, text);
  assert.match(text, "not green yet in lesson 3: 3.1, 3.2, ");
  assert.match(text, "next: npm run lesson 3 ");
  assert.not.match(text, "Well done");
});

test("a shell in the pretend host is the one of the lessons' transcripts", ({ course }) => {
  const lines = 'read word < <(echo a bash); echo "$word"; hostname; command -v mydocker\n';
  const { code, text } = course.run(["try", "shell"], {}, lines);
  assert.is(code, 0, text);
  assert.match(text, /^a bash\npretend-host\n\/.*\/work\/\.build\/mydocker\n/);
});

test("hints come one at a time, down to the difference, and are remembered", ({ course }) => {
  const hint = (...words: string[]) => course.run(["hint", ...words]).text;
  assert.match(hint("3.2"), /hint 1 of 5[\s\S]*Your last run: /);
  assert.match(hint("3.2"), /hint 2 of 5[\s\S]*man 2 pivot_root/);
  assert.match(hint("3.2", "again"), "hint 2 of 5");
  assert.match(hint("3.2"), /hint 3 of 5[\s\S]*umount2\(2\)/);
  assert.match(hint("3.2"), "hint 4 of 5: a skeleton");
  assert.match(hint("3.2"), /hint 5 of 5[\s\S]*\+ {3}return \[umount2\("\.", MNT\.DETACH\)/);
  assert.match(hint("3.2"), /hint 5 of 5[\s\S]*that was the last one/);
  assert.match(hint("3.2", "reset"), "begin at the top");
  assert.match(hint("3.2"), "hint 1 of 5");
  assert.match(hint(), "3.1 the given directory");
  assert.is(hint("3.2", "all").match(/hint \d of 5/g)?.length, 5);
  assert.is(course.run(["hint", "3.99"]).code, 2);
  assert.is(course.run(["hint", "3.2", "more"]).code, 2);
});

test("hints are in the learner's language", ({ course }) => {
  course.run(["hint", "3.2", "reset"]);
  const { text } = course.run(["hint", "3.2"], { MYDOCKER_LANG: "", LANG: "zh_CN.UTF-8" });
  assert.match(text, /提示 1\/5：看到的现象/);
  assert.not.match(text, "hint 1 of");
});

test("diff says that it gives away, and solution asks first", ({ course }) => {
  const { text } = course.run(["diff", "3"]);
  assert.match(text, /has not passed yet: this shows its solution/);
  assert.match(text, /enterRoot {2}work\/inside\/root\.ts:\d+\n[\s\S]*- {3}return \[\];\n\+ /);
  const asked = course.run(["solution", "3"]);
  assert.is(asked.code, 1);
  assert.not.match(asked.text, "pivot_root");
  assert.match(course.run(["solution", "3", "show"]).text, 'pivot_root(".", ".")');
  assert.match(course.read(ROOT), EMPTY);
});

test("a solution is applied with what it uses, and a copy is kept", ({ course }) => {
  // A learner who has tidied up: neither the imports nor the constants are there any more.
  course.write(
    "work/inside/dev.ts",
    "// mine\nexport function mountDev(): [] {\n  return [];\n}\n",
  );
  const { text } = course.run(["solution", "3", "apply"]);
  const [, kept = ""] = /what was there: (work\/\S*\/inside\/dev\.ts)/.exec(text) ?? [];
  assert.match(course.read(kept), "// mine\nexport function");
  assert.match(
    course.read("work/inside/dev.ts"),
    /^import \{ .*[\s\S]*\/\/ mine[\s\S]*const DEVICES/,
  );
  const passed = course.run(["lesson", "3"]);
  assert.is(passed.code, 0, passed.text);
  assert.match(passed.text, "16 passed, 0 failed");
  assert.match(passed.text, "npm run lesson 4");
  assert.is(course.run(["solution", "3"]).code, 0);
  assert.not.match(course.run(["diff", "3"]).text, "has not passed yet");
});

test("progress tells since when, and what has changed since it was green", ({ course }) => {
  course.edit(ROOT, 'umount2(".", MNT.DETACH), ', "");
  const failed = course.run(["lesson", "3.2"]);
  assert.is(failed.code, 1);
  assert.match(failed.text, /trace +(?:\w+\(.*\n +)+the reference makes also: umount2\n/);
  const today = new Date().toISOString().slice(0, 10);
  const { text } = course.run(["progress"]);
  assert.match(text, new RegExp(`✓ 3\\.1 .* ${today}`));
  assert.match(
    text,
    /✗ 3\.2 .*\n +changed since it was green:\s+work\/inside\/root\.ts\s+leaveMachine\s+\(\+1\s+-1\)/,
  );
  assert.match(
    course.run(["progress", "3.2"]).text,
    /- {3}return \[umount2.*\n\+ {3}return \[chdir/,
  );
  for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
});

test("reset puts a lesson back and keeps what was there", ({ course }) => {
  const before = course.read(ROOT);
  const { text } = course.run(["reset", "3"]);
  const [, kept = ""] = /what was there: (work\/\S*\/inside\/root\.ts)/.exec(text) ?? [];
  assert.is(course.read(kept), before);
  assert.match(course.read(ROOT), EMPTY);
});

test("only the sources that some check passed with are kept", ({ course }) => {
  const green = readdirSync(join(course.directory, "work/.course/green"));
  assert.is(green.length, 1);
});

test("what a compiler says comes first, with file and line", ({ course }) => {
  course.edit(ROOT, EMPTY, EMPTY.replace("[]", "[chdir(1)]"));
  const types = course.run(["lesson", "3.2"]).text;
  const [said, failed] = [
    types.search(/work\/inside\/root\.ts:40:\d+: error TS2345/),
    types.indexOf("✗ 3.2"),
  ];
  assert.ok(said >= 0 && said < failed, types);
  assert.match(types, /likely +what the type checker says above/);
  course.edit(ROOT, "[chdir(1)]", "[chdir(1]");
  const syntax = course.run(["lesson", "3.2"]);
  assert.is(syntax.code, 1);
  assert.match(syntax.text, /work\/inside\/root\.ts:40:\d+/);
  assert.not.match(syntax.text, "✗ 3.2");
});

test("the language is a setting of the fork, and the environment's for once", ({ course }) => {
  const list = (env: NodeJS.ProcessEnv) => course.run(["lesson"], env).text;
  const english = { MYDOCKER_LANG: "", LANG: "en_US.UTF-8", LC_ALL: "" };
  assert.match(course.run(["language", "zh"], english).text, "本课程使用中文");
  assert.match(list(english), "下一步");
  assert.match(list({ ...english, MYDOCKER_LANG: "en" }), "next:");
  assert.match(course.run(["language", "auto"], english).text, "English");
  assert.match(list(english), "next:");
  assert.is(course.run(["language", "de"]).code, 2);
});

test("a program that is no mydocker is called that, and no system call is blamed", ({ course }) => {
  const { code, text } = course.run(["lesson", "1.1"], { MYDOCKER: "/bin/true" });
  assert.is(code, 1);
  assert.match(text, /is this program a\s+mydocker/);
  assert.not.match(text, "system call");
});

test("files that are somebody else's are the machine's affair", ({ course }) => {
  const file = join(course.directory, "work/.course/progress.json");
  assert.ok(existsSync(file));
  const user = "process.setgid(65534); process.setuid(65534)";
  const { code, text } = course.run(["hint", "3.1"], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`if (process.getuid() === 0) { ${user} }`)}`,
  });
  assert.is(code, 2, text);
  assert.match(text, "sudo");
  assert.not.match(text, "mistake of the course");
});

test("a file of the course's own that a merge has spoilt is named, with the way out", ({
  course,
}) => {
  const file = "work/.course/progress.json";
  const before = course.read(file);
  course.write(file, `<<<<<<< mine\n${before}`);
  const { code, text } = course.run(["progress"]);
  course.write(file, before);
  assert.is(code, 2, text);
  assert.match(text, /progress\.json is no JSON any more/);
});

test("watch is for the learner's own copy", ({ course }) => {
  const { code, text } = course.run(["lesson", "1", "watch"], { MYDOCKER: "/bin/true" });
  assert.is(code, 2);
  assert.match(text, "MYDOCKER names another program");
});

test("every check has five rungs, and none that is made is empty", async () => {
  const reference = readReference();
  for (const lesson of lessons()) {
    for (const [id, { hints }] of Object.entries(await loadTexts(lesson))) {
      assert.ok(hints.length >= 2, `${id} wants an observation and a concept`);
      const concerned = await concernedBy(id);
      assert.ok(concerned.length > 0, `${id}: no mutant names it`);
      for (const { file, name } of concerned) {
        const code = statementsByName(reference.sources.get(file) ?? "")?.get(name)?.code;
        assert.ok(code, `${id}: ${file} has no ${name}`);
        assert.match(skeleton(code ?? ""), "…", `${id}: ${name}`);
      }
    }
  }
});

test("a skeleton keeps the calls and their order, and no argument", () => {
  const code =
    'function f(x: string): Plan {\n  return [mount(x, "/", null, MS.BIND, null), chdir(x)];\n}';
  assert.is(skeleton(code), "function f(x: string): Plan {\n  return [mount(…), chdir(…)];\n}");
  assert.equal(callsOf(code), ["mount", "chdir"]);
});

test.run();
