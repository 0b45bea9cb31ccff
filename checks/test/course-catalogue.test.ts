/** Which lesson is meant, and where a page can be linked to. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findLesson, type Lesson, lessons } from "../src/course/catalogue.ts";
import { inParallel } from "../src/course/parallel.ts";
import { UsageError } from "../src/course/usage.ts";
import { anchors } from "../src/course/verify/texts.ts";

const test = suite("catalogue");

const named = (number: number, name: string): Lesson => {
  const folder = `${number}-${name}`;
  return { number, name, folder, directory: `/lessons/${folder}` };
};
const SOME = [named(1, "run"), named(2, "cgroups"), named(5, "volumes"), named(6, "commit")];

test("a lesson is meant by number, name, folder or the beginning of its name", () => {
  for (const word of ["2", "cgroups", "2-cgroups", "cg"]) {
    assert.is(findLesson(word, SOME).number, 2, word);
  }
});

test("what means none or several is refused, with the choice", () => {
  const refused = (word: string) => {
    try {
      findLesson(word, SOME);
    } catch (error) {
      assert.instance(error, UsageError);
      return (error as UsageError).text.en;
    }
    throw new Error(`"${word}" was accepted`);
  };
  assert.is(refused("c"), '"c" may be any of 2-cgroups, 6-commit');
  assert.match(refused("9"), "1-run, 2-cgroups, 5-volumes, 6-commit");
  assert.match(refused("1.3"), "no lesson");
});

test("the course's own lessons are found, in order", () => {
  assert.is(lessons()[0]?.folder, "1-run");
});

test("a page's places: headings as GitHub names them, and explicit ids", () => {
  const page = '# How `it` works, here\n\n<a id="detach"></a>\n\n## 它是怎么工作的\n';
  assert.equal([...anchors(page)].sort(), ["detach", "how-it-works-here", "它是怎么工作的"]);
});

test("two at a time, with results in order", async () => {
  let [running, most] = [0, 0];
  const results = await inParallel([30, 10, 20, 5], async (ms) => {
    running++;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, ms));
    running--;
    return ms;
  });
  assert.equal(results, [30, 10, 20, 5]);
  assert.is(most, 2);
});

test.run();
