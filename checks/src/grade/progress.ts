/** How far grading is, on a terminal; a log gets nothing but the results. */
import { SingleBar } from "cli-progress";
import { say } from "../course/say.ts";
import { both } from "../harness/text.ts";

/** Counts lessons that are done. */
export interface Progress {
  step(): void;
  end(): void;
}

/** @param total how many there will be */
export function gradeProgress(total: number): Progress {
  if (!process.stderr.isTTY) return { step() {}, end() {} };
  const left = say(both("left", "剩余"));
  const format = `{bar} {percentage}%  {value}/{total}  ${left} {eta_formatted}`;
  const bar = new SingleBar({ stream: process.stderr, clearOnComplete: true, format });
  bar.start(total, 0);
  return { step: () => bar.increment(), end: () => bar.stop() };
}
