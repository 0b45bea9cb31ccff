/**
 * Which functions a check is about. The mutants say so: each is a mistake in one function, and
 * names the check that catches it.
 */
import { findLesson, type Lesson } from "../catalogue.ts";
import { loadMutants } from "../lessonfiles.ts";
import { type TaskName, taskNames } from "./tasks.ts";

/** A function of mydocker's sources. */
export interface FunctionName {
  /** Path below runtime/src, and below work/ when the learner has the file. */
  readonly file: string;
  readonly name: string;
}

/**
 * The functions that can make a check fail: those that the learner writes, or else, where the check
 * guards what is given, those that are given.
 */
export async function concernedBy(id: string): Promise<FunctionName[]> {
  const lesson = findLesson(id.split(".", 1)[0] ?? "");
  const mutants = await loadMutants(lesson);
  const replaced = mutants.filter(({ check }) => check === id).map(({ replaces }) => replaces);
  const own = await tasksOf(lesson, replaced);
  if (own.length > 0) return own;
  return [...new Set(replaced)].flatMap((target) => {
    const [file, name] = target.split("#");
    return file && name ? [{ file, name }] : [];
  });
}

async function tasksOf({ number }: Lesson, slugs: readonly string[]): Promise<TaskName[]> {
  const tasks = (await taskNames()).filter(({ lesson }) => lesson <= number);
  return [...new Set(slugs)].flatMap((slug) => tasks.find((task) => task.slug === slug) ?? []);
}
