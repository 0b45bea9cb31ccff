/** `npm run diff N`: the learner's functions beside the reference, function by function. */
import pc from "picocolors";
import { styleFor } from "../../harness/report.ts";
import { both } from "../../harness/text.ts";
import { findLesson, type Lesson } from "../catalogue.ts";
import { LEGEND, showPairs } from "../diff/functions.ts";
import { findCheck, isCheckId } from "../lessonfiles.ts";
import { print, say } from "../say.ts";
import { UsageError } from "../usage.ts";
import { concernedBy } from "../work/concerned.ts";
import { pairOf } from "../work/functions.ts";
import { startWork } from "../work/start.ts";
import { taskNames } from "../work/tasks.ts";
import { hasPassed } from "./list.ts";

/** Prints a lesson's functions, or those that one check is about. */
export async function diff([word, ...more]: readonly string[]): Promise<number> {
  if (word === undefined || more.length > 0) {
    throw new UsageError(
      both("npm run diff 1, npm run diff 1.3", "npm run diff 1、npm run diff 1.3"),
    );
  }
  const lesson = isCheckId(word) ? (await findCheck(word)).lesson : findLesson(word);
  await startWork(lesson.number);
  const { width } = styleFor(process.stdout);
  print(...(await diffLines(lesson, width, isCheckId(word) ? word : undefined)));
  return 0;
}

/** The same as lines. */
export async function diffLines(lesson: Lesson, width: number, check?: string): Promise<string[]> {
  const { number } = lesson;
  const tasks = (await taskNames()).filter((task) => task.lesson === number);
  const names = check === undefined ? tasks : await concernedBy(check);
  return [
    ...((await hasPassed(lesson)) ? [] : [pc.yellow(say(early(number))), ""]),
    pc.dim(say(LEGEND)),
    "",
    ...showPairs(
      names.map((name) => pairOf(name)),
      width,
    ),
  ];
}

const early = (number: number) =>
  both(
    `Lesson ${number} has not passed yet: this shows its solution.`,
    `第 ${number} 课还没有通过：以下会显示它的答案。`,
  );
