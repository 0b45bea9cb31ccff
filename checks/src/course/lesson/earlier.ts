/** Earlier lessons once more, after a later one has passed: what is new must not break what was. */
import pc from "picocolors";
import { report, styleFor } from "../../harness/report.ts";
import { EXIT, exitCode, type Result } from "../../harness/result.ts";
import { both } from "../../harness/text.ts";
import { type Lesson, lessons } from "../catalogue.ts";
import { hasPassed } from "../commands/list.ts";
import { loadTexts } from "../lessonfiles.ts";
import { say } from "../say.ts";
import { runWork } from "./run.ts";
import { notBuilt } from "./words.ts";

/** Those before a lesson that have once passed. */
export async function earlierLessons({ number }: Lesson): Promise<Lesson[]> {
  const before = lessons().filter((lesson) => lesson.number < number);
  const which = await Promise.all(before.map(hasPassed));
  return before.filter((_, i) => which[i]);
}

/**
 * Runs them one by one and shows a line for each, and the first check that fails now.
 *
 * @returns the worst exit code
 */
export async function runAgain(
  which: readonly Lesson[],
  show: (lines: readonly string[]) => void,
  signal?: AbortSignal,
): Promise<number> {
  let worst: number = EXIT.passed;
  for (const lesson of which) {
    const results: Result[] = [];
    const listener = { types() {}, result: (result: Result) => results.push(result) };
    const ran = await runWork(lesson, listener, { signal });
    show("errors" in ran ? notBuilt(ran.errors) : await lineOf(lesson, results));
    worst = Math.max(worst, "errors" in ran ? EXIT.failed : exitCode(results));
  }
  return worst;
}

async function lineOf(lesson: Lesson, results: readonly Result[]): Promise<string[]> {
  const { number, name, directory } = lesson;
  const green = results.filter(({ outcome }) => outcome === "passed").length;
  const first = results.find(({ outcome }) => outcome !== "passed");
  const still = both(
    `lesson ${number} ${name}, again: ${green} of ${results.length}`,
    `再次检查第 ${number} 课 ${name}：${green}/${results.length}`,
  );
  if (!first) return [`${pc.green("✓")} ${say(still)}`];
  const texts = await loadTexts(lesson);
  return [
    `${pc.red("✗")} ${say(still)}`,
    ...report(first, texts, directory, styleFor(process.stdout)),
  ];
}
