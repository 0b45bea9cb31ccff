/** What came of a check, and what that means for the exit code. */
import type { PlannedCall } from "./plans.ts";
import type { Text } from "./text.ts";

/** A goal is red on the starter; a guard may be green from the start. */
export type Kind = "goal" | "guard";

/**
 * `failed` is the checked program's fault, `machine` the machine's, `bug` the course's own;
 * a check that was never tried is `not started`, which is not failed.
 */
export type Outcome = "passed" | "failed" | "not started" | "machine" | "bug";

/** One check, as it is registered. */
export interface CheckName {
  readonly id: string;
  readonly kind: Kind;
}

/** One check, as it went. */
export interface Result extends CheckName {
  readonly outcome: Outcome;
  /** The slug of the usual cause, whose sentence is in the lesson's texts. */
  readonly diagnosis?: string;
  /** The command line, as a person would type it. */
  readonly did?: string;
  readonly expected?: Text;
  readonly observed?: Text;
  /** What a check that failed for another reason has left behind, too. */
  readonly left?: Text;
  /** What `run --plan` says of the command that failed, and what it says when it is right. */
  readonly plan?: readonly PlannedCall[];
  readonly rightPlan?: readonly PlannedCall[];
  /** How busy the machine was when time was up, where that may be why. */
  readonly busy?: Text;
  /** What of the plan explains the failure, as lines. */
  readonly trace?: Text;
  /** All command lines of the check so far, as a person would type them. */
  readonly ran?: readonly string[];
  /** Milliseconds. */
  readonly ms: number;
}

/** Exit codes of the course's commands. */
export const EXIT = { passed: 0, failed: 1, machine: 2, bug: 3 } as const;

/** The exit code for a set of results: what must be mended first decides. */
export function exitCode(results: readonly Result[]): number {
  const any = (outcome: Outcome) => results.some((result) => result.outcome === outcome);
  if (any("bug")) return EXIT.bug;
  if (any("machine")) return EXIT.machine;
  return any("failed") || any("not started") ? EXIT.failed : EXIT.passed;
}
