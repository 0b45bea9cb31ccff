/**
 * Runs a lesson's checks inside the pretend host, under uvu, and tells the outside how each went,
 * as JSON lines on a descriptor that nothing else has.
 */
import { writeSync } from "node:fs";
import { exec, suite } from "uvu";
import { type Check, registry } from "./check.ts";
import { startCommand } from "./driver.ts";
import { openInternet } from "./internet.ts";
import type { Kind } from "./ledger/account.ts";
import { accounts, describe, leftOver, repair, type Snapshot, take } from "./ledger/ledger.ts";
import { comparePlans, type Programs } from "./plans.ts";
import type { Result } from "./result.ts";
import { both, type Text } from "./text.ts";
import { type Trial, trial } from "./trial.ts";
import { blame, judge, vanished } from "./verdict.ts";

/** What the runner is told, as JSON in its first argument. */
export interface Assignment {
  readonly mydocker: string;
  /** Only these checks, or all. */
  readonly only?: readonly string[] | undefined;
  /** A mydocker whose plan is told beside that of a command that failed. */
  readonly compare?: string | undefined;
  /** Whether a container may run before anything is counted. */
  readonly rehearse: boolean;
  /** Only names the checks. */
  readonly list?: boolean;
}

/** What the runner tells. */
export type Event =
  | { readonly type: "checks"; readonly checks: readonly Pick<Check, "id" | "kind">[] }
  | { readonly type: "start"; readonly id: string }
  | { readonly type: "result"; readonly result: Result }
  /** The pretend host could not be cleaned: the checks that are left need another one. */
  | { readonly type: "spoiled" };

const RESULTS = 4; // the descriptor

const tell = (event: Event): void => {
  writeSync(RESULTS, `${JSON.stringify(event)}\n`);
};

/** Runs the registered checks. */
export async function runChecks(assignment: Assignment): Promise<void> {
  const { mydocker, only, rehearse, compare, list } = assignment;
  const { checks, needs } = registry();
  const chosen = checks.filter(({ id }) => only?.includes(id) ?? true);
  tell({ type: "checks", checks: chosen.map(({ id, kind }) => ({ id, kind })) });
  if (list) return;
  if (needs.internet) await openInternet();
  const empty = take(accounts(needs.rules ?? false));
  const before = rehearse ? await rehearsal(mydocker, empty) : empty;
  const host = { clean: before !== undefined };
  const tests = suite();
  for (const check of chosen) {
    tests(check.id, async () => {
      if (host.clean && before) host.clean = await runCheck(check, { mydocker, compare }, before);
    });
  }
  tests.run();
  await exec();
}

/** What the place for its state may consist of. */
const LASTING: readonly Kind[] = ["state file", "cgroup"];

/**
 * Runs one container before anything is counted, because a first command may make a lasting place
 * for its state. Whatever else it leaves will be left again, and then be noticed.
 *
 * @returns how the pretend host is to be found from now on; undefined when it is spoiled already
 */
async function rehearsal(mydocker: string, empty: Snapshot): Promise<Snapshot | undefined> {
  await startCommand(mydocker, ["run", "/bin/true"]).ended;
  const fixed = new Map([...empty].filter(([{ kind }]) => !LASTING.includes(kind)));
  if ((await repair(fixed)).length === 0) return new Map([...take([...empty.keys()]), ...fixed]);
  tell({ type: "spoiled" });
  return undefined;
}

/** @returns whether the pretend host is as it was */
async function runCheck(check: Check, programs: Programs, before: Snapshot): Promise<boolean> {
  tell({ type: "start", id: check.id });
  const start = performance.now();
  const t = trial(programs.mydocker, before);
  const verdict = await judge(() => check.run(t));
  const plans = verdict.outcome === "failed" ? await comparePlans(programs, t.ran()) : {};
  const { left, clean } = await cleanUp(
    t,
    before,
    verdict.outcome === "passed" ? undefined : TELLING,
  );
  const ms = Math.round(performance.now() - start);
  const ran = t.lines();
  const blamed = blame(verdict, left, ran);
  tell({
    type: "result",
    result: { id: check.id, kind: check.kind, ...blamed, ...plans, ran, ms },
  });
  if (!clean) tell({ type: "spoiled" });
  return clean;
}

/** A check that fails leaves much that it would have cleared away; these nobody had to. */
const TELLING: readonly Kind[] = ["mount", "hostname", "ipc object"];

/**
 * What the check has left behind, which is then taken away, and whether that succeeded.
 *
 * @param telling the kinds that are told; undefined: all
 */
async function cleanUp(
  t: Trial,
  before: Snapshot,
  telling: readonly Kind[] | undefined,
): Promise<{ left?: Text; clean: boolean }> {
  try {
    await t.dispose();
    const left = await leftOver(before);
    if (left.length === 0) return { clean: true };
    const told = left.filter(({ kind }) => telling?.includes(kind) ?? true);
    const clean = (await repair(before)).length === 0;
    return told.length > 0 ? { left: describe(told), clean } : { clean };
  } catch (error) {
    if (!vanished(error)) throw error;
    return { left: LOST, clean: false };
  }
}

const LOST = both(
  "all of /proc is gone, also that of the checks themselves",
  "所有的 /proc 都消失了，包括检查程序自己使用的那一个",
);
