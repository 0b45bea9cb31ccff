/** `npm run lesson [N|name|all|N.CHECK] [solution|watch]`: checks a lesson and says what is next. */
import { resolve } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import { both } from "../../harness/text.ts";
import { findLesson, type Lesson, lessons } from "../catalogue.ts";
import type { Checking } from "../lesson/checks.ts";
import { checkOther } from "../lesson/other.ts";
import { checkWork } from "../lesson/work.ts";
import { findCheck, isCheckId } from "../lessonfiles.ts";
import { UsageError } from "../usage.ts";
import { listLessons, nextLesson } from "./list.ts";

/** Without a word lists the lessons; else checks the one that is meant. */
export async function lesson([word, ...more]: readonly string[]): Promise<number> {
  if (word === undefined) return listLessons();
  if (word === "watch" && more.length === 0) return watch((await nextLesson()) ?? findLesson("1"));
  if (more[0] === "watch" && more.length === 1) return watchOne(word);
  const other = otherProgram(more);
  if (isCheckId(word)) return run((await findCheck(word)).lesson, other, [word]);
  const chosen = word === "all" ? lessons() : [findLesson(word)];
  let worst = 0;
  for (const one of chosen) worst = Math.max(worst, await run(one, other));
  return worst;
}

/** Loaded when it is wanted: it has more to load than a run. */
async function watch(lesson: Lesson, only?: readonly string[]): Promise<number> {
  if (process.env.MYDOCKER) {
    throw new UsageError(
      both(
        "watch is for work/, and MYDOCKER names another program",
        "watch 只用于 work/，而 MYDOCKER 指定了别的程序",
      ),
    );
  }
  const { watchWork } = await import("../watch/watch.ts");
  return watchWork(lesson, only);
}

async function watchOne(word: string): Promise<number> {
  if (isCheckId(word)) return watch((await findCheck(word)).lesson, [word]);
  return watch(findLesson(word));
}

/** A program that is not the learner's copy, and what it was built of where that is known. */
type Other = Pick<Checking, "mydocker" | "sources">;

const run = (lesson: Lesson, other: Other | undefined, only?: readonly string[]) =>
  other === undefined ? checkWork(lesson, only) : checkOther({ lesson, ...other, only });

/** The reference, or whatever MYDOCKER names; undefined for the learner's own. */
function otherProgram(words: readonly string[]): Other | undefined {
  const [word, ...more] = words;
  if (word === "solution" && more.length === 0) {
    return { mydocker: resolve(PROJECT, "runtime/dist/mydocker"), sources: new Map() };
  }
  if (word !== undefined) {
    const usage = "npm run lesson 1 [solution|watch]";
    throw new UsageError(both(usage, usage));
  }
  const { MYDOCKER, INIT_CWD = "." } = process.env;
  // npm starts scripts in the project's folder; the path was typed in the learner's.
  return MYDOCKER ? { mydocker: resolve(INIT_CWD, MYDOCKER) } : undefined;
}
