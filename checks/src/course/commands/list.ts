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
  const progress = readProgress();
  const all = await listed();
  print(...all.map((one) => line(one, progress)), "", nextOf(all, progress));
  return 0;
}

function line({ lesson: { number, name }, ids }: Listed, progress: Progress): string {
  const { green, tried } = tally(progress, ids);
  const mark = isDone(green, ids) ? pc.green("✓") : tried > 0 ? pc.yellow("·") : " ";
  const of = both(`${green} of ${ids.length} checks`, `${green}/${ids.length} 项检查`);
  return `${mark} ${number} ${name.padEnd(12)} ${pc.dim(tried > 0 ? say(of) : "")}`.trimEnd();
}

const isDone = (green: number, ids: readonly string[]) => green > 0 && green === ids.length;

/** What to type next: the first lesson that is not done. */
export const nextStep = async (): Promise<string> => nextOf(await listed(), readProgress());

function nextOf(all: readonly Listed[], progress: Progress): string {
  const next = all.find(({ ids }) => !isDone(tally(progress, ids).green, ids));
  if (!next) return say(both("All lessons are done.", "所有课程都已完成。"));
  const { number, folder } = next.lesson;
  const command = `npm run lesson ${number}`;
  const page = `lessons/${folder}/${say(both("README.md", "README.zh-CN.md"))}`;
  return say(both(`next: ${command}      ${page}`, `下一步：${command}      ${page}`));
}
