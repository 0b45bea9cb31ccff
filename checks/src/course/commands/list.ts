/** `npm run lesson`: the lessons, what is done of each, and what is next. */
import pc from "picocolors";
import { both } from "../../harness/text.ts";
import { type Lesson, lessons } from "../catalogue.ts";
import { loadTexts } from "../lessonfiles.ts";
import { print, say } from "../say.ts";
import { type Progress, readProgress, tally } from "../work/progress.ts";

/** A lesson and the ids of its checks. */
interface Listed {
  readonly lesson: Lesson;
  readonly ids: readonly string[];
}

const listed = (): Promise<Listed[]> =>
  Promise.all(
    lessons().map(async (lesson) => ({ lesson, ids: Object.keys(await loadTexts(lesson)) })),
  );

/** Prints the list. */
export async function listLessons(): Promise<number> {
  print(...(await listLines()));
  return 0;
}

/** The list, as lines. */
export async function listLines(): Promise<string[]> {
  const progress = readProgress();
  const all = await listed();
  return [...all.map((one) => line(one, progress)), "", nextOf(all, progress)];
}

function line({ lesson: { number, name }, ids }: Listed, progress: Progress): string {
  const { green, tried } = tally(progress, ids);
  const mark = isDone(green, ids) ? pc.green("✓") : tried > 0 ? pc.yellow("·") : " ";
  const of = both(`${green} of ${ids.length} checks`, `${green}/${ids.length} 项检查`);
  return `${mark} ${number} ${name.padEnd(12)} ${pc.dim(tried > 0 ? say(of) : "")}`.trimEnd();
}

const isDone = (green: number, ids: readonly string[]) => green > 0 && green === ids.length;

/** Whether all checks of a lesson have once passed. */
export async function hasPassed(lesson: Lesson): Promise<boolean> {
  const { checks } = readProgress();
  return Object.keys(await loadTexts(lesson)).every((id) => checks[id]?.since !== undefined);
}

/** What to type next: the first lesson that is not done, from the one on that was just checked. */
export async function nextStep(checked?: Lesson): Promise<string> {
  const all = await listed();
  const later = all.filter(({ lesson }) => lesson.number >= (checked?.number ?? 0));
  const progress = readProgress();
  const open = later.some(({ ids }) => !isDone(tally(progress, ids).green, ids));
  return nextOf(open ? later : all, progress);
}

/** The first lesson that is not done. */
export async function nextLesson(): Promise<Lesson | undefined> {
  const progress = readProgress();
  const all = await listed();
  return all.find(({ ids }) => !isDone(tally(progress, ids).green, ids))?.lesson;
}

function nextOf(all: readonly Listed[], progress: Progress): string {
  const next = all.find(({ ids }) => !isDone(tally(progress, ids).green, ids));
  if (!next) return say(both("All lessons are done.", "所有课程都已完成。"));
  const { number, folder } = next.lesson;
  const command = `npm run lesson ${number}`;
  const page = `lessons/${folder}/${say(both("README.md", "README.zh-CN.md"))}`;
  return say(both(`next: ${command}      ${page}`, `下一步：${command}      ${page}`));
}
