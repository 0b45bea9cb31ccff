/** What a lesson's folder has beside its checks. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { controllersIn } from "../harness/cgroups.ts";
import type { CheckTexts, LessonTexts } from "../harness/lessontexts.ts";
import type { Mutant } from "../harness/mutant.ts";
import { both } from "../harness/text.ts";
import { findLesson, type Lesson } from "./catalogue.ts";
import { UsageError } from "./usage.ts";

const load = (lesson: Lesson, file: string) =>
  import(pathToFileURL(join(lesson.directory, file)).href);

/** The mistakes that its checks must catch (mutants.ts), on whatever machine. */
export async function loadAllMutants(lesson: Lesson): Promise<readonly Mutant[]> {
  return (await load(lesson, "mutants.ts")).mutants;
}

/** Those that this machine can show. */
export async function loadMutants(lesson: Lesson): Promise<readonly Mutant[]> {
  const version = controllersIn();
  return (await loadAllMutants(lesson)).filter(({ cgroups = version }) => cgroups === version);
}

/** The words of its checks (texts.ts), in the checks' order. */
export async function loadTexts(lesson: Lesson): Promise<LessonTexts> {
  const { texts }: { texts: LessonTexts } = await load(lesson, "texts.ts");
  return Object.fromEntries(
    Object.entries(texts).toSorted(([a], [b]) => position(a) - position(b)),
  );
}

const position = (id: string) => Number(id.split(".")[1]);

/** What ids of checks look like: `1.3`. */
export const isCheckId = (word: string): boolean => /^\d+\.\d+$/.test(word);

/**
 * The check that has an id, and its lesson.
 *
 * @throws UsageError that lists the lesson's checks
 */
export async function findCheck(id: string): Promise<{ lesson: Lesson; texts: CheckTexts }> {
  const lesson = findLesson(id.split(".", 1)[0] ?? "");
  const all = await loadTexts(lesson);
  const texts = all[id];
  if (texts) return { lesson, texts };
  const ids = Object.keys(all).join(", ");
  throw new UsageError(both(`no check "${id}", but ${ids}`, `没有检查“${id}”；有：${ids}`));
}
