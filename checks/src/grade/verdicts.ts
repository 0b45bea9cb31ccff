/**
 * Runs a lesson's checks on a submission until each verdict can be relied on: what did not pass is
 * run again, by itself, and where two runs do not agree a third decides.
 */
import type { CheckName, Result } from "../harness/result.ts";

/** A verdict, and how it was come by. */
export interface Verdict {
  readonly result: Result;
  readonly runs: number;
  readonly flaky: boolean;
}

/** Runs these checks, or all. */
export type Run = (only?: readonly string[]) => Promise<readonly Result[]>;

/** As many runs as there may be; an odd number, so that there is a majority. */
const MOST_RUNS = 3;

/** Runs all, and again what needs it. */
export async function settle(run: Run): Promise<Verdict[]> {
  const first = await run();
  const tried = new Map<string, Result[]>(first.map((result) => [result.id, [result]]));
  for (let round = 2; round <= MOST_RUNS; round++) {
    const again = [...tried].filter(([, results]) => isOpen(results)).map(([id]) => id);
    if (again.length === 0) break;
    for (const result of await run(again)) tried.get(result.id)?.push(result);
  }
  return [...tried.values()].map(decide);
}

const passed = ({ outcome }: Result) => outcome === "passed";

/** One verdict is enough to pass; two that agree are enough to fail. */
function isOpen(results: readonly Result[]): boolean {
  const good = results.filter(passed).length;
  if (results.length === 1) return good === 0;
  return good === 1 && results.length === 2;
}

/** The majority's verdict, as its last run told it. */
function decide(results: readonly Result[]): Verdict {
  const good = results.filter(passed);
  const bad = results.filter((result) => !passed(result));
  const winners = good.length >= bad.length ? good : bad;
  const result = winners.at(-1) ?? results[0];
  if (!result) throw new Error("a check without a result");
  return { result, runs: results.length, flaky: good.length > 0 && bad.length > 0 };
}

/** For those that could not even be tried. */
export const failed = (
  { id, kind }: CheckName,
  how: Omit<Result, "id" | "kind" | "ms" | "outcome">,
): Verdict => ({
  result: { id, kind, outcome: "failed", ms: 0, ...how },
  runs: 0,
  flaky: false,
});
