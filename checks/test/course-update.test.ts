/** A course update meets what learners have written: nothing of theirs is ever lost. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { changedChecks } from "../src/course/update/changed.ts";
import { checkPrints } from "../src/course/update/checkprints.ts";
import { isUndecided, mergeTexts } from "../src/course/update/merge.ts";
import { planUpdate } from "../src/course/update/plan.ts";
import { both } from "../src/harness/text.ts";
import { checkout } from "./fixtures/checkout.ts";

const test = suite("update");

const lines = (...all: string[]) => all.join("\n");

test("changes in different places are both there", () => {
  const base = lines("a", "b", "c", "d", "e");
  const merged = mergeTexts(lines("A", "b", "c", "d", "e"), base, lines("a", "b", "c", "d", "E"));
  assert.equal(merged, { text: lines("A", "b", "c", "d", "E"), conflicts: 0 });
});

test("the same change on both sides is none to decide", () => {
  assert.is(mergeTexts("A\nb", "a\nb", "A\nb").conflicts, 0);
});

test("changes of the same line are both there, between markers", () => {
  const { text, conflicts } = mergeTexts("a\nmine\nc", "a\nb\nc", "a\ntheirs\nc");
  assert.is(conflicts, 1);
  assert.is(text, "a\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> the course's\nc");
  assert.ok(isUndecided(text));
});

test("an editor that writes CR LF has changed nothing by that", () => {
  const merged = mergeTexts("a\r\nmine\r\nc\r\nd", "a\nb\nc\nd", "a\nb\nc\nD");
  assert.equal(merged, { text: "a\r\nmine\r\nc\r\nD", conflicts: 0 });
});

/** Small numbers that are the same in every run (mulberry32). */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

/** A text with lines changed, added, taken out, doubled, moved. */
function edited(text: string, roll: (sides: number) => number, mark: string): string {
  const all = text.split("\n");
  for (let edits = roll(6); edits > 0; edits--) {
    const at = roll(all.length + 1);
    const common = ["}", "", "  return [];", `${mark} ${roll(4)}`][roll(4)] ?? "";
    const edit = roll(5);
    if (edit === 0) all.splice(at, 0, common);
    if (edit === 1) all.splice(at, 1, `${mark} ${roll(1000)}`);
    if (edit === 2) all.splice(at, 1 + roll(3));
    if (edit === 3) all.splice(at, 0, ...all.slice(roll(all.length + 1)).slice(0, 3));
    if (edit === 4) all.splice(roll(all.length + 1), 0, ...all.splice(at, 2));
  }
  return all.join("\n");
}

const count = (text: string, line: string) => text.split("\n").filter((one) => one === line).length;

test("whatever both have done, no line that the learner added is missing", () => {
  for (let seed = 0; seed < 3000; seed++) {
    const roll = dice(seed);
    const base = Array.from({ length: roll(14) }, () => ["}", "", `line ${roll(9)}`][roll(3)]).join(
      "\n",
    );
    const mine = edited(base, roll, "mine");
    const theirs = edited(base, roll, "theirs");
    const { text } = mergeTexts(mine, base, theirs);
    for (const line of new Set(mine.split("\n"))) {
      const added = count(mine, line) - count(base, line);
      const there = count(text, line);
      assert.ok(there >= added, `seed ${seed}: "${line}" is there ${there} times, not ${added}`);
    }
    if (theirs === base) assert.is(text, mine, `seed ${seed}: the course had changed nothing`);
    if (mine === base) assert.is(text, theirs, `seed ${seed}: the learner had changed nothing`);
  }
});

const tagged = (name: string, body: string) =>
  `/**\n * Does ${name}.\n * @lesson 3 ${name}\n */\nexport function ${name}(): Plan {\n  return [${body}];\n}\n`;
const one = (text: string | undefined) => new Map(text === undefined ? [] : [["a.ts", text]]);
const fate = (mine?: string, base?: string, theirs?: string) =>
  planUpdate(one(mine), one(base), one(theirs))[0];

test("each file meets its fate", () => {
  const starter = tagged("f", "");
  const written = tagged("f", "mount()");
  const renewed = starter.replace("Does", "Now does");
  assert.is(fate(starter, starter, starter), undefined);
  assert.is(fate(starter, starter, renewed)?.fate, "taken");
  assert.is(fate(undefined, undefined, starter)?.fate, "new");
  assert.is(fate(undefined, starter, renewed)?.text, renewed);
  assert.equal(fate(written, starter, renewed), {
    file: "a.ts",
    fate: "merged",
    text: written.replace("Does", "Now does"),
    touched: true,
    arrived: [],
  });
  assert.is(fate(written, starter, tagged("f", "0"))?.fate, "conflict");
  assert.is(fate(`${starter}<<<<<<< yours\n`, starter, renewed)?.fate, "undecided");
  assert.is(fate(written, starter, undefined)?.fate, "gone");
  assert.is(fate(undefined, starter, undefined), undefined);
  assert.is(fate("// my own\n", undefined, starter)?.fate, "conflict");
});

test("a function that the course has moved takes the learner's code along", () => {
  const base = new Map([["a.ts", tagged("f", "") + tagged("g", "")]]);
  const mine = new Map([["a.ts", tagged("f", "mount()") + tagged("g", "chdir()")]]);
  const theirs = new Map([
    ["a.ts", tagged("g", "")],
    ["b.ts", `import "x";\n${tagged("f", "")}`],
  ]);
  const [a, b] = planUpdate(mine, base, theirs);
  assert.is(a?.text, tagged("g", "chdir()"));
  assert.is(a?.fate, "merged");
  assert.is(b?.text, `import "x";\n${tagged("f", "mount()")}`);
  assert.equal(b?.arrived, ["f"]);
});

test("checks that changed are told, and why", async () => {
  const now = await checkPrints();
  const print = now["1.2"];
  assert.ok(print);
  assert.ok(new Set(Object.values(now).map(({ code }) => code)).size > 50, "each has its own code");
  const before = {
    ...now,
    "1.2": { ...print, code: "" },
    "1.3": { ...print, code: now["1.3"]?.code ?? "", words: "" },
    "9.9": print,
  };
  const older = Object.fromEntries(Object.entries(before).filter(([id]) => id !== "1.1"));
  const reason = both("the kernel says it otherwise", "内核的说法变了");
  const changed = changedChecks(older, now, [{ checks: ["1.2", "1.4"], why: reason }]);
  const told = Object.fromEntries(changed.map(({ id, why }) => [id, why.map(({ en }) => en)]));
  assert.equal(told, {
    "1.1": ["new"],
    "1.2": ["asks something else", reason.en],
    "1.3": ["says it in other words"],
    "1.4": [reason.en],
    "9.9": ["gone"],
  });
});

test("the command merges, keeps copies, tells what changed, and checks again what was finished", () => {
  const course = checkout();
  try {
    const PROC = "inside/proc.ts";
    course.run(["solution", "1", "apply"]);
    course.edit(`work/${PROC}`, "mountProc(): Plan {", "mountProc(): Plan {\n  // mine");
    assert.is(course.run(["lesson", "1"]).code, 0);
    assert.match(course.run(["update"]).text, "work/ is up to date.");
    // The course moves on: other words in one file, other code in another, a check in other words.
    course.edit(`runtime/src/${PROC}`, "/** ", "/** (Second edition.) ");
    course.edit("runtime/src/inside/hostname.ts", "/** ", "/** (Second edition.) ");
    course.edit("lessons/1-run/texts/goals.ts", "the command is PID 1", "the command is process 1");
    course.edit(
      "lessons/changes.ts",
      /\];\s*$/,
      '{ checks: ["1.1"], why: { en: "clearer", zh: "更清楚" } }];',
    );
    assert.match(course.run(["lesson", "1.1"]).text, "The course has changed since work/ was made");
    const { code, text } = course.run(["update"]);
    assert.is(code, 0, text);
    const [, kept = ""] = /yours as it was: (work\/\S*\/inside\/proc\.ts)/.exec(text) ?? [];
    assert.match(text, `✓ work/${PROC}: merged`);
    assert.match(course.read(kept), "// mine");
    assert.match(course.read(`work/${PROC}`), /Second edition[\s\S]*\/\/ mine/);
    assert.match(text, "1.1 the command is process 1: says it in other words; clearer");
    assert.match(text, "✓ lesson 1 run, again: 19 of 19");
    assert.match(course.run(["update"]).text, "work/ is up to date.");
    // Both change the same line.
    course.edit(`work/${PROC}`, "(Second edition.)", "(My edition.)");
    course.edit(`runtime/src/${PROC}`, "(Second edition.)", "(Third edition.)");
    const conflict = course.run(["update"]);
    assert.is(conflict.code, 1, conflict.text);
    const undecided = /<<<<<<< yours\n.*My edition[\s\S]*=======\n.*Third edition[\s\S]*>>>>>>> /;
    assert.match(course.read(`work/${PROC}`), undecided);
    assert.match(course.run(["update"]).text, "left alone");
    assert.match(course.run(["lesson", "1.1"]).text, /<<<<<<<[\s\S]*npm run update left/);
    assert.ok(readdirSync(join(course.directory, "work/.course/base/inside")).includes("proc.ts"));
  } finally {
    course.remove();
  }
});

test.run();
