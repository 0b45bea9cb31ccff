/** What teachers copy: the workflows and the Gradescope folder say what `npm run grade` understands. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { FORMATS } from "../src/grade/export/index.ts";
import { readOrder } from "../src/grade/words.ts";
import { PROJECT } from "../src/harness/places.ts";

const test = suite("templates");
const read = (path: string) => readFileSync(join(PROJECT, "docs", path), "utf8");

/** The words of each `npm run … grade --` in a text. */
const orders = (text: string) =>
  [
    ...text
      .replaceAll("\\\n", " ")
      .matchAll(/npm run --silent grade --\s+([^>\n]+(?:\n {10}--[^\n]+)?)/g),
  ].map(([, words = ""]) =>
    words
      .replace(/"\$LESSONS"|"\$\{\{ inputs\.lessons \}\}"/, "1-3")
      .replace('"$@"', "")
      .replaceAll('"', "")
      .split(/\s+/)
      .filter(Boolean),
  );

for (const file of [
  "classroom/autograding.yml",
  "classroom/grade-all.yml",
  "gradescope/run_autograder",
]) {
  test(`${file} asks for what there is`, () => {
    const found = orders(read(file));
    assert.is(found.length, 1);
    for (const words of found) {
      const order = readOrder(words, FORMATS);
      assert.equal(
        order.lessons.map(({ number }) => number),
        [1, 2, 3],
      );
      assert.is(order.forks.length, 1);
    }
  });
}

test("the reporter's environment is named after its runner", () => {
  const text = read("classroom/autograding.yml");
  const [, runner = ""] = /runners: (\w+)/.exec(text) ?? [];
  assert.match(text, `${runner.toUpperCase()}_RESULTS: \${{ steps.${runner}.outputs.result }}`);
  assert.match(text, `id: ${runner}`);
});

/** run_autograder with an npm that ends as told. */
function autograde(npm: string) {
  const top = mkdtempSync(join(tmpdir(), "mydocker-gradescope-"));
  mkdirSync(join(top, "course"));
  mkdirSync(join(top, "bin"));
  writeFileSync(join(top, "bin/npm"), `#!/bin/sh\n${npm}\n`);
  chmodSync(join(top, "bin/npm"), 0o755);
  const { status } = spawnSync(join(PROJECT, "docs/gradescope/run_autograder"), {
    env: { PATH: `${join(top, "bin")}:${process.env.PATH}`, AUTOGRADER: top },
  });
  const results = JSON.parse(readFileSync(join(top, "results/results.json"), "utf8"));
  rmSync(top, { recursive: true });
  return { status, results };
}

test("Gradescope gets its results, from the virtual machine where it must be, and always some", () => {
  assert.equal(autograde(`echo '{"score":1}'`), { status: 0, results: { score: 1 } });
  const later = `case "$*" in *--vm*) echo '{"score":2}';; *) exit 2;; esac`;
  assert.equal(autograde(later), { status: 0, results: { score: 2 } });
  assert.is(autograde("exit 3").results.score, 0);
});

test("the teachers' pages name every word, in both languages", () => {
  for (const page of ["teachers.md", "teachers.zh-CN.md"]) {
    const text = read(page);
    for (const word of [
      "lessons",
      "jobs",
      "checks",
      "as",
      "to",
      "anonymous",
      "vm",
      "runtime",
      ...FORMATS,
    ]) {
      assert.match(text, new RegExp(`\`${word}\\b`), `${page}: ${word}`);
    }
    for (const [, path = ""] of text.matchAll(/\]\(([^)#]+)\)/g)) {
      assert.ok(readFileSync(join(PROJECT, "docs", path)), path);
    }
  }
});

test.run();
