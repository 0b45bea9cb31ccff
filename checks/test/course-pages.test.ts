/** The pages in docs/ that `verify` writes. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lessons } from "../src/course/catalogue.ts";
import { loadAllMutants, loadTexts } from "../src/course/lessonfiles.ts";
import { findPart, PAGES, partOf, withPart } from "../src/course/verify/pages.ts";

const test = suite("pages that verify writes");
const stale = (number: number) => `out of date: npm run verify ${number}`;

for (const lesson of lessons()) {
  test(`the kill matrix has all of ${lesson.folder}`, async () => {
    for (const page of PAGES.filter(({ about }) => about === "mutants")) {
      const part = findPart(readFileSync(page.file, "utf8"), lesson.number);
      assert.is(part, await partOf(page, lesson, []), stale(lesson.number));
      const mutants = await loadAllMutants(lesson);
      assert.is(part?.match(/^\| \d/gm)?.length, mutants.length);
      for (const id of Object.keys(await loadTexts(lesson))) assert.match(part ?? "", `| ${id} `);
    }
  });
}

test("a part is put in its place, or at the end", () => {
  const text = withPart(withPart("# Page\n", 1, "one\n"), 2, "two\n");
  assert.is(findPart(withPart(text, 1, "new $& one\n"), 1), "new $& one\n");
  assert.is(findPart(text, 2), "two\n");
  assert.is(findPart(text, 3), undefined);
});

test.run();
