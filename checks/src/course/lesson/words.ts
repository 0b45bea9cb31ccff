/** What is said around a run of a lesson. */
import pc from "picocolors";
import { both } from "../../harness/text.ts";
import type { Lesson } from "../catalogue.ts";
import { readSources } from "../generator/sources.ts";
import { say } from "../say.ts";
import { readProgress } from "../work/progress.ts";
import { courseVersion, readStarted } from "../work/started.ts";
import { taskNames, whereIs } from "../work/tasks.ts";

/** The lesson's page in the learner's language. */
export const pageOf = ({ folder }: Lesson): string =>
  `lessons/${folder}/${say(both("README.md", "README.zh-CN.md"))}`;

/**
 * What comes before a run: which functions a lesson asks for that was never run, and what is new.
 *
 * @param written files of the learner's copy that are there since this moment
 */
export async function opening(lesson: Lesson, written: readonly string[]): Promise<string[]> {
  const { number } = lesson;
  const isBegun = Object.keys(readProgress().checks).some((id) => id.startsWith(`${number}.`));
  const news = written.length > 0 ? [say(COPY)] : await behind();
  return written.length > 0 || !isBegun ? [...news, ...(await asked(lesson))] : news;
}

const COPY = both(
  "work/ is your copy: what you write there replaces the same file of runtime/src.",
  "work/ 是你的副本：你在其中写的文件会取代 runtime/src 里的同名文件。",
);

async function asked(lesson: Lesson): Promise<string[]> {
  const { number } = lesson;
  const tasks = (await taskNames()).filter((task) => task.lesson === number);
  const page = pageOf(lesson);
  const first = both(
    `Read ${page} first. Lesson ${number} asks for these functions:`,
    `请先阅读 ${page}。第 ${number} 课需要编写以下函数：`,
  );
  return [say(first), "", ...tasks.map((task) => `  ${whereIs(task).padEnd(32)} ${task.name}`), ""];
}

/** A note when the course has moved on since the copy was made. */
async function behind(): Promise<string[]> {
  const { version } = readStarted();
  if (version === undefined || version === courseVersion(readSources())) return [];
  const { isBehind } = await import("../update/update.ts");
  return isBehind() ? [pc.yellow(say(BEHIND)), ""] : [];
}

const BEHIND = both(
  "The course has changed since work/ was made: npm run update",
  "课程在 work/ 生成之后有更新：npm run update",
);

/** Files that are no program yet. */
export const notBuilt = (errors: readonly string[]): string[] => [
  ...errors,
  "",
  say(errors.some((error) => error.includes("<<<<<<<")) ? UNDECIDED : NOT_BUILT),
];

const NOT_BUILT = both(
  "work/ cannot be built, so nothing was checked.",
  "work/ 无法构建，因此没有进行检查。",
);

const UNDECIDED = both(
  "npm run update left a place to decide: keep what is right between <<<<<<< and >>>>>>>.",
  "npm run update 留下了需要选择的地方：请在 <<<<<<< 和 >>>>>>> 之间保留正确的内容。",
);

/** What the type checker has found, before what comes of it. */
export const typesSay = (complaints: readonly string[]): string[] => [
  pc.yellow(
    say(
      both(
        "The type checker says, and the rest may follow from it:",
        "类型检查器指出（其余问题可能由此而来）：",
      ),
    ),
  ),
  ...complaints.map((complaint) => `  ${complaint}`),
];
