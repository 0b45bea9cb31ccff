/** What came of a check: whose fault it was, and what to say of it. */
import { busyNow } from "./busy.ts";
import { Failure, type Finding, TIMED_OUT } from "./failure.ts";
import { MachineProblem } from "./machine.ts";
import { PROC } from "./places.ts";
import type { Result } from "./result.ts";
import { both, type Text, verbatim } from "./text.ts";
import { within } from "./wait.ts";

/** A result without what is known of the check beforehand. */
export type Verdict = Omit<Result, "id" | "kind" | "ms">;

const LIMIT = 30_000; // ms for a whole check, whose commands have limits of their own

/** Runs a check and says whose fault it is when it does not come to its end. */
export async function judge(check: () => Promise<void>): Promise<Verdict> {
  const start = performance.now();
  try {
    const done = await within(
      check().then(() => true),
      LIMIT,
    );
    return done ? { outcome: "passed" } : failed(timedOut(performance.now() - start));
  } catch (error) {
    if (error instanceof Failure) return { did: error.did, ...failed(error.finding) };
    if (vanished(error)) return { outcome: "failed", ...ENDED_EARLY };
    if (error instanceof SyntaxError) return { outcome: "failed", ...garbled(error) };
    if (error instanceof MachineProblem) return { outcome: "machine", observed: error.text };
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: "bug", observed: verbatim(stack) };
  }
}

/** When time was up, the machine may be to blame. */
function failed(finding: Finding): Verdict {
  const busy = finding.diagnosis === TIMED_OUT ? busyNow() : undefined;
  return { outcome: "failed", ...finding, ...(busy && { busy }) };
}

/** Whether a process, or all of /proc, was gone when it was looked at. */
export function vanished(error: unknown): boolean {
  const { code, path } = error as NodeJS.ErrnoException;
  return (code === "ENOENT" || code === "ESRCH") && path?.startsWith(PROC) === true;
}

/**
 * What is left behind fails a check by itself, and else may explain why it failed.
 *
 * @param lines what the check ran
 */
export function blame(verdict: Verdict, left: Text | undefined, lines: readonly string[]): Verdict {
  if (!left) return verdict;
  if (verdict.outcome !== "passed") return { ...verdict, left };
  const expected = both("nothing left behind when it has ended", "结束后没有任何残留");
  const did = lines.join("\n");
  return { outcome: "failed", diagnosis: "left-behind", did, expected, observed: left };
}

const timedOut = (ms: number): Finding => ({
  diagnosis: TIMED_OUT,
  expected: both("the whole check ends", "整个检查结束"),
  observed: both(`not within ${Math.round(ms / 1000)} s`, `${Math.round(ms / 1000)} 秒内没有结束`),
});

/** A check parses nothing but what the program, or a container of its, has written. */
const garbled = ({ message }: SyntaxError) => ({
  diagnosis: "garbled",
  expected: both("output that can be read", "可以解析的输出"),
  observed: verbatim(message),
});

const ENDED_EARLY = {
  diagnosis: "ended-early",
  expected: both("the container runs until it is ended", "容器一直运行到被结束为止"),
  observed: both("it was gone when it was looked at", "查看时它已经消失"),
};
