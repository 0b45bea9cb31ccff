/** How a check says that the program under test is wrong. */
import type { Text } from "./text.ts";

/** The diagnosis when something has not come within its limit, for whichever reason. */
export const TIMED_OUT = "timed-out";

/** What a failed check has to say. */
export interface Finding {
  /** The slug of the usual cause. */
  readonly diagnosis: string;
  readonly expected: Text;
  readonly observed: Text;
}

/** The program under test did not do what it should: never the fault of a check or a machine. */
export class Failure extends Error {
  override name = "Failure";
  readonly did: string;
  readonly finding: Finding;

  constructor(did: string, finding: Finding) {
    super(`${finding.diagnosis}: ${finding.observed.en}`);
    this.did = did;
    this.finding = finding;
  }
}

/** Fails unless the condition holds. */
export type Expect = (condition: boolean, finding: Finding) => void;

/** An Expect whose failures say that `did` was done. */
export const expecting =
  (did: string): Expect =>
  (condition, finding) => {
    if (!condition) throw new Failure(did, finding);
  };
