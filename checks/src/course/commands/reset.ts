/** `npm run reset N`: a lesson's functions as they were at the start; what they were is kept. */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import { both } from "../../harness/text.ts";
import { findLesson } from "../catalogue.ts";
import { print, say } from "../say.ts";
import { UsageError } from "../usage.ts";
import { giveBack } from "../work/owner.ts";
import { WORK, type Work } from "../work/places.ts";
import { startWork } from "../work/start.ts";
import { writeWhole } from "../work/whole.ts";

/** Puts the functions back, each in its file, and says what it did. */
export async function reset([word]: readonly string[]): Promise<number> {
  if (word === undefined) throw new UsageError(both("npm run reset 1", "npm run reset 1"));
  const { number } = findLesson(word);
  await startWork(number);
  const done = await putBack(number);
  for (const { file, what, kept } of done) {
    print(`${file}: ${say(what)}`, say(both(`  what was there: ${kept}`, `  原来的内容：${kept}`)));
  }
  if (done.length === 0) print(say(both("Nothing to put back.", "没有需要重置的内容。")));
  return 0;
}

/** Starters take the place of a lesson's functions, wherever they differ. */
export async function putBack(lesson: number, work: Work = WORK) {
  const { readReference } = await import("../generator/reference.ts");
  const { putBackFunctions } = await import("../generator/putback.ts");
  const reference = readReference();
  const starter = reference.starter(lesson);
  const files = new Set(reference.tasks.filter((t) => t.lesson === lesson).map((t) => t.file));
  const kept = join(work.kept, new Date().toISOString().replaceAll(":", "-"));
  return [...files].flatMap((file) => {
    const path = join(work.directory, file);
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const slugs = reference.tasks.filter((t) => t.lesson === lesson && t.file === file);
    const result = putBackFunctions(before, starter.get(file) ?? "", slugs);
    if (result.text === before) return [];
    keep(path, join(kept, file));
    writeWhole(path, result.text);
    giveBack(work.directory);
    const shown = (at: string) => relative(PROJECT, at);
    return [{ file: shown(path), what: result.what, kept: shown(join(kept, file)) }];
  });
}

function keep(path: string, copy: string): void {
  mkdirSync(dirname(copy), { recursive: true });
  if (existsSync(path)) copyFileSync(path, copy);
}
