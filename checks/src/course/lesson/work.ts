/** A lesson's checks on the learner's copy, which is made first where it is missing. */
import { report, styleFor, summary } from "../../harness/report.ts";
import { EXIT, exitCode, type Result } from "../../harness/result.ts";
import { both } from "../../harness/text.ts";
import type { Lesson } from "../catalogue.ts";
import { afterSuccess } from "../commands/list.ts";
import { loadTexts } from "../lessonfiles.ts";
import { print, printError, say } from "../say.ts";
import { startWork } from "../work/start.ts";
import { earlierLessons, runAgain } from "./earlier.ts";
import { runWork } from "./run.ts";
import { notBuilt, opening, typesSay } from "./words.ts";

/** Checks it and remembers what passed; returns the exit code. */
export async function checkWork(lesson: Lesson, only?: readonly string[]): Promise<number> {
  const written = await startWork(lesson.number);
  print(...(await opening(lesson, written)));
  const texts = await loadTexts(lesson);
  const style = styleFor(process.stdout);
  const seen: Result[] = [];
  const ran = await runWork(
    lesson,
    {
      types: (complaints) => print(...typesSay(complaints), ""),
      result(result) {
        const told = seen.some(({ outcome }) => outcome === "failed");
        const lines = report(result, texts, lesson.directory, style);
        // Of several failed checks only the first one is told in full: one thing at a time.
        print(...(told && result.outcome === "failed" ? lines.slice(0, 1) : lines));
        seen.push(result);
      },
    },
    { only },
  );
  if ("errors" in ran) {
    printError(...notBuilt(ran.errors));
    return EXIT.failed;
  }
  print("", summary(ran.results, style));
  return conclude(lesson, ran.results, only);
}

/** After a success the earlier lessons and what comes next; after failures how to see more. */
async function conclude(
  lesson: Lesson,
  results: readonly Result[],
  only: readonly string[] | undefined,
): Promise<number> {
  const code = exitCode(results);
  const [, second] = results.filter(({ outcome }) => outcome === "failed");
  if (code === EXIT.failed && second) {
    const command = `npm run lesson ${second.id}`;
    print(say(both(`the others in full: ${command}, …`, `其余各项的详情：${command} 等`)));
  }
  if (code !== EXIT.passed) return code;
  const worst = only
    ? code
    : await runAgain(await earlierLessons(lesson), (lines) => print(...lines));
  if (worst === EXIT.passed) print("", ...(await afterSuccess(lesson)));
  return worst;
}
