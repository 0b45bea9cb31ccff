/** `npm run reset N`: a lesson's functions as they were at the start; what they were is kept. */
import { both } from "../../harness/text.ts";
import { findLesson } from "../catalogue.ts";
import { print, say } from "../say.ts";
import { UsageError } from "../usage.ts";
import { WORK, type Work } from "../work/places.ts";
import { startWork } from "../work/start.ts";
import { type Transplanted, transplant } from "../work/transplant.ts";

/** Puts the functions back, each in its file, and says what it did. */
export async function reset([word, ...more]: readonly string[]): Promise<number> {
  if (word === undefined || more.length > 0) {
    throw new UsageError(both("npm run reset 1", "npm run reset 1"));
  }
  const { number } = findLesson(word);
  await startWork(number);
  const done = await putBack(number);
  tellOf(done);
  if (done.length === 0) print(say(both("Nothing to put back.", "没有需要重置的内容。")));
  return 0;
}

/** Prints which files were written, and where what they were is. */
export function tellOf(done: readonly Transplanted[]): void {
  for (const { file, what, kept } of done) {
    print(`${file}: ${say(what)}`, say(both(`  what was there: ${kept}`, `  原来的内容：${kept}`)));
  }
}

/** Starters take the place of a lesson's functions, wherever they differ. */
export async function putBack(lesson: number, work: Work = WORK): Promise<Transplanted[]> {
  const { readReference } = await import("../generator/reference.ts");
  const reference = readReference();
  const tasks = reference.tasks.filter((task) => task.lesson === lesson);
  return transplant(reference.starter(lesson), tasks, undefined, work);
}
