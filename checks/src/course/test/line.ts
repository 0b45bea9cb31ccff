/** How steps and their sum are shown. */
import { print } from "../say.ts";
import type { Outcome } from "./steps.ts";

type Counts = Pick<Outcome, "passed" | "failed" | "skipped">;

/** `✓ runtime/test/plan.test.ts   0.7 s  10 passed` */
export function stepLine({ name, ...counts }: Counts & { name: string }, start: number): string {
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const mark = counts.failed > 0 ? "✗" : "✓";
  return `${mark} ${name.padEnd(38)} ${seconds.padStart(5)} s  ${inNumbers(counts)}`;
}

/** `12 passed, 0 failed`, and what was skipped if anything was. */
const inNumbers = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

/**
 * Prints what is wrong and, as the last line, the sum.
 *
 * @returns whether nothing failed
 */
export function conclude(outcomes: readonly Outcome[]): boolean {
  const told = outcomes.filter(({ problems }) => problems !== "");
  print(...told.flatMap(({ name, problems }) => ["", `── ${name}`, problems]));
  const sum = (key: keyof Counts) => outcomes.reduce((total, one) => total + one[key], 0);
  const counts = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
  print("", inNumbers(counts));
  return counts.failed === 0;
}
