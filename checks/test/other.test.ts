/**
 * A mydocker that is not ours and not TypeScript: a shell script, written from docs/command-lines.md.
 * What it passes, anybody's can. Needs root.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lessons } from "../src/course/catalogue.ts";
import { controllersIn } from "../src/harness/cgroups.ts";
import { runLesson } from "../src/harness/lesson.ts";
import { PROJECT } from "../src/harness/places.ts";

const test = suite("another mydocker");
const mydocker = join(PROJECT, "checks/test/other/mydocker");

test("knows nothing of the course", () => {
  const text = readFileSync(mydocker, "utf8").replace(/^#.*$/gm, "");
  assert.match(readFileSync(mydocker, "utf8"), /^#!\/bin\/sh\n/);
  assert.not.match(text, /probe|token|checks|lesson|bird|nest|node\b.*\.[cm]?js/i);
});

/** It says itself that it knows version 1 of cgroups only. */
const able = ({ number }: { readonly number: number }) =>
  number <= 5 && (number !== 2 || controllersIn() === 1);

for (const lesson of lessons().filter(able)) {
  test(`passes ${lesson.folder}`, async () => {
    const results = await runLesson({ lesson: lesson.directory, mydocker });
    const bad = results.filter(({ outcome }) => outcome !== "passed");
    assert.equal(
      bad.map(({ id, diagnosis, observed }) => `${id} ${diagnosis}: ${observed?.en}`),
      [],
    );
  });
}

test.run();
