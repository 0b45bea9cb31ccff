/** Runs a lesson's checks and shows each result as it comes. */
import { report, styleFor, summary } from "../../harness/report.ts";
import type { Result } from "../../harness/result.ts";
import { loadTexts } from "../lessonfiles.ts";
import { print } from "../say.ts";
import { type Checking, runChecks } from "./checks.ts";

/**
 * @param brief of several failed checks tells only the first one in full: one thing at a time
 * @returns the results, all of which have been printed
 */
export async function check(checking: Checking, { brief }: { brief: boolean }): Promise<Result[]> {
  const { lesson } = checking;
  const texts = await loadTexts(lesson);
  const style = styleFor(process.stdout);
  const shown = new Map<string, Result>();
  const show = (result: Result) => {
    const told = [...shown.values()].some(({ outcome }) => outcome === "failed");
    const lines = report(result, texts, lesson.directory, style);
    print(...(brief && told && result.outcome === "failed" ? lines.slice(0, 1) : lines));
    shown.set(result.id, result);
  };
  const results = await runChecks({ ...checking, onResult: show });
  for (const result of results) if (!shown.has(result.id)) show(result); // those never started
  print("", summary(results, style));
  return results;
}
