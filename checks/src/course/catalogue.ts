/** The lessons that there are: the folders of lessons/, `1-run`, `2-cgroups`, … */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../harness/places.ts";
import { both } from "../harness/text.ts";
import { UsageError } from "./usage.ts";

/** A lesson, without what is in it. */
export interface Lesson {
  readonly number: number;
  /** `run` */
  readonly name: string;
  /** The folder's own name: `1-run`. */
  readonly folder: string;
  /** The folder, absolute. */
  readonly directory: string;
}

const LESSONS = join(PROJECT, "lessons");

/** All lessons that have checks, in order. */
export function lessons(directory: string = LESSONS): Lesson[] {
  return readdirSync(directory)
    .flatMap((folder) => {
      const [, number, name] = /^(\d+)-(.+)$/.exec(folder) ?? [];
      if (number === undefined || name === undefined) return [];
      return [{ number: Number(number), name, folder, directory: join(directory, folder) }];
    })
    .filter((lesson) => existsSync(join(lesson.directory, "check.ts")))
    .sort((a, b) => a.number - b.number);
}

/**
 * The lesson that a learner means: by number, by name, or by the beginning of a name.
 *
 * @throws UsageError that lists them, when none or several are meant
 */
export function findLesson(word: string, among: readonly Lesson[] = lessons()): Lesson {
  const exact = among.filter(({ number, name, folder }) =>
    [String(number), name, folder].includes(word),
  );
  const meant = exact.length > 0 ? exact : among.filter(({ name }) => name.startsWith(word));
  const [lesson, other] = meant;
  if (lesson && !other) return lesson;
  const list = (meant.length > 0 ? meant : among).map(({ folder }) => folder).join(", ");
  throw new UsageError(
    other
      ? both(`"${word}" may be any of ${list}`, `“${word}”可以是：${list}`)
      : both(`there is no lesson "${word}", but ${list}`, `没有“${word}”这一课；有：${list}`),
  );
}
