/** The command line of `npm run grade`, the rubric, and when a verdict is run again. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lessons } from "../src/course/catalogue.ts";
import { checkNames } from "../src/grade/names.ts";
import { parseRubric, readRubric, rubricProblems, worth } from "../src/grade/rubric.ts";
import { settle } from "../src/grade/verdicts.ts";
import { readOrder } from "../src/grade/words.ts";
import type { Outcome, Result } from "../src/harness/result.ts";

const test = suite("grade, word by word");
const FORMATS = ["human", "json"];

test("words and options mean the same", () => {
  const spelled = "lessons 1-3 jobs 4 checks c as json to out anonymous vm a b runtime p q".split(
    " ",
  );
  const dashed =
    "--lessons=1-3 --jobs 4 --checks c --as=json --to out --anonymous --vm a b --runtime p q";
  const order = readOrder(spelled, FORMATS);
  assert.equal(readOrder(dashed.split(" "), FORMATS), order);
  assert.equal(
    order.lessons.map(({ number }) => number),
    [1, 2, 3],
  );
  assert.equal([order.jobs, order.as, order.anonymous, order.vm], [4, "json", true, true]);
  assert.is(order.forks.length, 2);
  assert.is(order.programs.length, 2);
});

test("what is not understood is said", () => {
  for (const line of ["", "jobs 0 a", "--what a", "as xml a", "lessons 99 a", "a lessons"]) {
    assert.throws(
      () => readOrder(line.split(" ").filter(Boolean), FORMATS),
      (e: Error) => e.name === "UsageError",
    );
  }
});

test("the rubric counts every check of the course once", async () => {
  const names = (await Promise.all(lessons().map(({ directory }) => checkNames(directory)))).flat();
  assert.ok(names.length > 70);
  assert.equal(rubricProblems(readRubric(), names), []);
});

test("a rubric that counts twice, never, or nothing is refused", () => {
  for (const text of ["2 goal\n3 goal", "2 1.1 1.1", "two goal", "2", "2 goals"]) {
    assert.throws(
      () => parseRubric(text),
      (e: Error) => e.name === "RubricError",
      text,
    );
  }
  const goal = { id: "1.1", kind: "goal" } as const;
  assert.equal(rubricProblems(parseRubric("1 guard"), [goal]), ["1.1 is never counted"]);
  assert.equal(rubricProblems(parseRubric("2 goal\n3 7.7"), [goal]), ["there is no check 7.7"]);
  assert.equal(rubricProblems(parseRubric("0 goal"), [goal]), ["1.1 counts nothing"]);
  assert.equal(rubricProblems(parseRubric("1 goal"), [goal, goal]), ["two checks are called 1.1"]);
  assert.is(worth(parseRubric("2 goal\n5 1.1 # the hard one"), goal), 5);
});

/** Runs that come out as told, one letter a run. */
const scripted = (letters: string) => {
  let run = 0;
  return async (): Promise<Result[]> => {
    const outcome: Outcome = letters[run++] === "p" ? "passed" : "failed";
    return [{ id: "1.1", kind: "goal", outcome, ms: 1 }];
  };
};

for (const [letters, outcome, runs, flaky] of [
  ["p", "passed", 1, false],
  ["ff", "failed", 2, false],
  ["fpp", "passed", 3, true],
  ["fpf", "failed", 3, true],
] as const) {
  test(`runs that go ${letters}: ${outcome}${flaky ? ", and said to be flaky" : ""}`, async () => {
    const [verdict] = await settle(scripted(letters));
    assert.equal([verdict?.result.outcome, verdict?.runs, verdict?.flaky], [outcome, runs, flaky]);
  });
}

test.run();
