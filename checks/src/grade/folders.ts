/** Which folders of checks are run: the lessons' own, and those that a teacher keeps (`checks DIR`). */
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Lesson } from "../course/catalogue.ts";
import { loadTexts } from "../course/lessonfiles.ts";
import { UsageError } from "../course/usage.ts";
import type { LessonTexts } from "../harness/lessontexts.ts";
import { both } from "../harness/text.ts";
import type { GradedLesson } from "./lesson.ts";
import { checkNames } from "./names.ts";

/** The number that private checks have as a lesson. */
const PRIVATE = 0;

/**
 * The lessons, and after them one for each folder of private checks.
 *
 * @throws UsageError when a private check has the id of another
 */
export async function gradedLessons(
  lessons: readonly Lesson[],
  folders: readonly string[],
): Promise<GradedLesson[]> {
  const own = await Promise.all(
    lessons.map(async (lesson): Promise<GradedLesson> => {
      const { number, name, directory } = lesson;
      const texts = await loadTexts(lesson);
      return { number, name, folders: [{ directory, texts, private: false }] };
    }),
  );
  const kept = await Promise.all(folders.flatMap(foldersIn).map(privateLesson));
  await refuseDoubles([...own, ...kept], kept);
  return [...own, ...kept];
}

/** A folder with a check.ts, or a folder of such folders. */
function foldersIn(path: string): string[] {
  if (existsSync(join(path, "check.ts"))) return [path];
  const below = existsSync(path) ? readdirSync(path).sort() : [];
  const found = below
    .map((name) => join(path, name))
    .filter((p) => existsSync(join(p, "check.ts")));
  if (found.length > 0) return found;
  throw new UsageError(both(`there is no check.ts in ${path}`, `${path} 里没有 check.ts`));
}

async function privateLesson(directory: string): Promise<GradedLesson> {
  const file = join(directory, "texts.ts");
  const texts: LessonTexts = existsSync(file) ? (await import(pathToFileURL(file).href)).texts : {};
  return {
    number: PRIVATE,
    name: basename(directory),
    folders: [{ directory, texts, private: true }],
  };
}

/** A result is known by its id, so no two may have the same. */
async function refuseDoubles(all: readonly GradedLesson[], kept: readonly GradedLesson[]) {
  if (kept.length === 0) return;
  const ids = await Promise.all(
    all.flatMap(({ folders }) => folders).map(async ({ directory }) => await checkNames(directory)),
  );
  const flat = ids.flat().map(({ id }) => id);
  const double = flat.find((id, i) => flat.indexOf(id) !== i);
  if (double === undefined) return;
  throw new UsageError(
    both(
      `a private check is called ${double}, as another one is`,
      `私有检查 ${double} 与另一项检查重名`,
    ),
  );
}
