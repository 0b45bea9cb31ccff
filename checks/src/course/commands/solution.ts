/** `npm run solution N [show|apply]`: the reference's functions, to read or to go on with. */
import pc from "picocolors";
import { EXIT } from "../../harness/result.ts";
import { both } from "../../harness/text.ts";
import { findLesson, type Lesson } from "../catalogue.ts";
import { readSources } from "../generator/sources.ts";
import { print, say } from "../say.ts";
import { UsageError } from "../usage.ts";
import { pairOf } from "../work/functions.ts";
import { WORK, type Work } from "../work/places.ts";
import { startWork } from "../work/start.ts";
import { taskNames } from "../work/tasks.ts";
import { type Transplanted, transplant } from "../work/transplant.ts";
import { hasPassed } from "./list.ts";
import { tellOf } from "./reset.ts";

/** After a pass prints them; before it only for those who say that they want to see them. */
export async function solution([word, how, ...more]: readonly string[]): Promise<number> {
  const known = how === undefined || how === "show" || how === "apply";
  if (word === undefined || !known || more.length > 0) {
    const usage = "npm run solution 1 [show|apply]";
    throw new UsageError(both(usage, usage));
  }
  const lesson = findLesson(word);
  if (how === "apply") return applySolution(lesson);
  if (how === undefined && !(await hasPassed(lesson))) {
    print(say(notYet(lesson)));
    return EXIT.failed;
  }
  print(...(await solutionLines(lesson)));
  return 0;
}

/** The functions with what is said of them. */
export async function solutionLines({ number }: Lesson): Promise<string[]> {
  const tasks = (await taskNames()).filter((task) => task.lesson === number);
  const shown = tasks.map(({ file, name }) => {
    const { theirs } = pairOf({ file, name });
    return [pc.bold(`// runtime/src/${file}:${theirs.line}`), theirs.text, ""];
  });
  return [pc.yellow(say(thisIs(number))), "", ...shown.flat().slice(0, -1)];
}

async function applySolution({ number }: Lesson): Promise<number> {
  await startWork(number);
  const done = await give(number);
  print(pc.yellow(say(appliedTo(number))), "");
  tellOf(done);
  if (done.length === 0) {
    print(say(both("Your functions were the same already.", "你的函数本来就与它相同。")));
  }
  print("", say(both(`next: npm run lesson ${number}`, `下一步：npm run lesson ${number}`)));
  return 0;
}

/** The reference's functions take the place of a lesson's, wherever they differ. */
export async function give(lesson: number, work: Work = WORK): Promise<Transplanted[]> {
  const { giveIn } = await import("../generator/givein.ts");
  const tasks = (await taskNames()).filter((task) => task.lesson === lesson);
  return transplant(readSources(), tasks, giveIn, work);
}

const thisIs = (number: number) =>
  both(`This is the solution of lesson ${number}.`, `以下是第 ${number} 课的答案。`);

const appliedTo = (number: number) =>
  both(
    `The solution of lesson ${number} is now in work/, in place of yours.`,
    `第 ${number} 课的答案已写入 work/，取代了你的代码。`,
  );

const notYet = ({ number }: Lesson) =>
  both(
    `Lesson ${number} has not passed yet, and its solution would take the pleasure away.\n` +
      `  one step at a time   npm run hint ${number}.1\n` +
      `  show it all the same npm run solution ${number} show\n` +
      `  write it into work/  npm run solution ${number} apply   (a copy of yours is kept)`,
    `第 ${number} 课还没有通过，现在看答案会少了很多乐趣。\n` +
      `  一步一步来      npm run hint ${number}.1\n` +
      `  仍然要看        npm run solution ${number} show\n` +
      `  写入 work/      npm run solution ${number} apply（会保留你的代码）`,
  );
