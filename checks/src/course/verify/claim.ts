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
