/**
 * Inside a pretend host: kills each command before its changes, has the next command mend what is
 * left, and compares the machine with what it was. Then the same with what stays behind of a
 * command (monitored.ts). Arguments: names of scenes, or none. With MYDOCKER_CRASH=all before each
 * change, else before some.
 */

import { countChanges, killAt } from "./killed.ts";
import { type Ledger, readLedger } from "./ledger.ts";
import { buildKiller, countOwnChanges, killVictim, type Victim, victims } from "./monitored.ts";
import { clean, furnish, mydocker, type Scene, scenes } from "./scenes.ts";
import { settled } from "./settled.ts";

const wanted = process.argv.slice(2);
const failures: string[] = [];
const ALL = process.env.MYDOCKER_CRASH === "all";
/** Each of them takes minutes; every seventh, seconds. */
const EVERY = ALL ? 1 : 7;
/** Of what stays behind. Before its second, a monitor has a child of which nobody was told. */
const [FIRST_OWN, EVERY_OWN] = ALL ? [1, 1] : [2, 23];
const PATIENCE = 10_000; // ms

furnish();
buildKiller();
for (const scene of scenes) timed(scene.name, EVERY, () => killEverywhere(scene));
for (const victim of victims) timed(victim.name, EVERY_OWN, () => killOwn(victim));
for (const failure of failures) console.error(failure);
process.exit(failures.length === 0 ? 0 : 1);

function timed(name: string, every: number, kill: () => number): void {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const began = performance.now();
  const count = kill();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${name}: killed before ${every === 1 ? "each" : `one in ${every}`} of ${count} changes (${seconds} s)`,
  );
}

function killOwn(victim: Victim): number {
  const count = countOwnChanges(victim);
  for (let when = FIRST_OWN; when <= count; when += EVERY_OWN) {
    const problems = killVictim(victim, when);
    failures.push(
      ...problems.map((problem) => `${victim.name}, killed at ${when} of ${count}: ${problem}`),
    );
  }
  return count;
}

function killEverywhere({ name, prepare }: Scene): number {
  const count = countChanges(prepare());
  clean();
  for (let when = 1 + (count % EVERY); when <= count; when += EVERY) {
    const before = readLedger();
    killAt(when, prepare());
    const problems = mended(before);
    failures.push(
      ...problems.map((problem) => `${name}, killed at ${when} of ${count}: ${problem}`),
    );
  }
  return count;
}

/** What is wrong after the next command, and after everything was removed that may be there. */
function mended(before: Ledger): string[] {
  try {
    const running = mydocker("ps", "-q").split("\n").filter(Boolean);
    const own =
      running.length === 0 ? ["processes", "mounts", "groups", "links", "rules"] : ["mounts"];
    const left = settled(before, PATIENCE, own);
    clean();
    return [...left, ...settled(before, PATIENCE).map((one) => `after rm: ${one}`)];
  } catch (error) {
    return [`the next command fails: ${(error as Error).message}`];
  }
}
