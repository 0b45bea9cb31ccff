/** `npm run lesson`: the lessons, what is done of each, and what is next. */
import pc from "picocolors";
import { both, type Text } from "../../harness/text.ts";
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

/** What to type next: the first lesson that is not done. */
export async function nextStep(): Promise<string> {
  return nextOf(await listed(), readProgress());
}

/** What is said when all of a lesson's checks have passed that were run: what is left of it, or comes. */
export async function afterSuccess({ number }: Lesson): Promise<string[]> {
  const all = await listed();
  const progress = readProgress();
  const open = all.filter(({ ids }) => !isDone(tally(progress, ids).green, ids));
  const [self] = open.filter(({ lesson }) => lesson.number === number);
  if (self) return [say(notGreen(self, progress)), nextOf([self], progress)];
  const later = open.filter(({ lesson }) => lesson.number > number);
  const isLast = all.at(-1)?.lesson.number === number;
  return [pc.green(say(isLast ? LAST : DONE)), nextOf(later.length > 0 ? later : all, progress)];
}

const DONE = both("Well done.", "做得好。");
const LAST = both(
  "Well done. That was the last lesson: what you have built is a Docker.",
  "做得好。这是最后一课：你写出来的就是一个 Docker。",
);

const MOST = 6; // ids

function notGreen({ lesson: { number }, ids }: Listed, { checks }: Progress): Text {
  const red = ids.filter((id) => !checks[id]?.green);
  const more = red.length - MOST;
  const [named, rest] = [red.slice(0, MOST), more > 0];
  return both(
    `not green yet in lesson ${number}: ${named.join(", ")}${rest ? `, and ${more} more` : ""}`,
    `第 ${number} 课还没有通过：${named.join("、")}${rest ? ` 等 ${red.length} 项` : ""}`,
  );
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
