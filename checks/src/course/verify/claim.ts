/** What `verify` claims of the course, one sentence each, and what came of it. */
import type { Result } from "../../harness/result.ts";
import { say } from "../say.ts";

/** A claim, and what speaks against it. */
export interface Claim {
  readonly name: string;
  /** Empty when it holds. */
  readonly problems: readonly string[];
  /** Why this machine can neither prove nor disprove it. */
  readonly skipped?: string;
  /** What spoke against it beside other runs, and no longer when it was tried again alone. */
  readonly unsteady?: readonly string[];
}

/** A claim that holds if there is no problem. */
export const claim = (name: string, ...problems: readonly (string | undefined)[]): Claim => ({
  name,
  problems: problems.filter((problem) => problem !== undefined),
});

/** A claim about a check's result, which a machine that lacks something leaves open. */
export function claimOf(name: string, result: Result, holds: boolean, expected = ""): Claim {
  const told = describe(result);
  if (result.outcome === "machine") return { name, problems: [], skipped: told };
  return claim(name, holds ? undefined : `${expected}${told}`);
}

/** Whether something speaks against one of them. */
export const isDoubted = (claims: readonly Claim[]): boolean =>
  claims.some(({ problems }) => problems.length > 0);

/** The claims of a run that was tried again alone, which tell what was found at first. */
export const tried = (first: readonly Claim[], again: readonly Claim[]): Claim[] =>
  again.map((one) => {
    const before = first.find(({ name }) => name === one.name)?.problems ?? [];
    return before.length > 0 && one.problems.length === 0 ? { ...one, unsteady: before } : one;
  });

/** What a result says, in a line: `failed, proc-options: …`. */
function describe({ outcome, diagnosis, observed }: Result): string {
  const how = diagnosis === undefined ? outcome : `${outcome}, ${diagnosis}`;
  return observed ? `${how}: ${say(observed)}` : how;
}

/** Claims in numbers. */
export function count(claims: readonly Claim[]) {
  const failed = claims.filter(({ problems }) => problems.length > 0).length;
  const skipped = claims.filter((one) => one.skipped !== undefined).length;
  return { passed: claims.length - failed - skipped, failed, skipped };
}
