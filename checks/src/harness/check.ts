/**
 * How a lesson's check file registers its checks:
 *
 *     goal("1.1", async (t) => { … });
 *
 * A check throws Failure when the program is wrong, MachineProblem when the machine lacks
 * something; whatever else it throws is a bug of ours.
 */
import type { Kind } from "./result.ts";
import type { Trial } from "./trial.ts";

/** A registered check. */
export interface Check {
  readonly id: string;
  readonly kind: Kind;
  readonly run: (t: Trial) => Promise<void>;
}

/** What a lesson's checks need beside themselves. */
export interface LessonNeeds {
  /** Rules of iptables and routes count in the ledger. */
  readonly rules?: boolean;
  /** There is an "internet" beyond the pretend host (internet.ts). */
  readonly internet?: boolean;
}

const registered: Check[] = [];
let needs: LessonNeeds = {};

/** The checks in the order of their ids, and what they need. */
export const registry = (): { checks: readonly Check[]; needs: LessonNeeds } => ({
  checks: registered.toSorted((a, b) => position(a) - position(b)),
  needs,
});

const position = ({ id }: Check) => Number(id.split(".")[1]);

/** Says what the lesson's checks need. */
export const lessonNeeds = (what: LessonNeeds): void => {
  needs = what;
};

const register =
  (kind: Kind) =>
  (id: string, run: Check["run"]): void => {
    if (registered.some((check) => check.id === id)) throw new Error(`two checks are called ${id}`);
    registered.push({ id, kind, run });
  };

/** Red on the starter, green on the solution. */
export const goal = register("goal");

/** May be green on the starter. */
export const guard = register("guard");
