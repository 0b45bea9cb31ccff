/**
 * Inside a pretend host: kills each command before its changes, has the next command mend what is
 * left, and compares the machine with what it was. Then the same with what stays behind of a
 * command (monitored.ts). Arguments: names of scenes, or none. With MYDOCKER_CRASH=all before each
 * change, else before some.
 */

import { changesOf, killBefore } from "./killed.ts";
import { type Ledger, readLedger } from "./ledger.ts";
import { buildKiller, countOwnChanges, killVictim, type Victim, victims } from "./monitored.ts";
import { clean, furnish, mydocker, type Scene, scenes } from "./scenes.ts";
import { settled } from "./settled.ts";

const wanted = process.argv.slice(2);
const failures: string[] = [];
const ALL = process.env.MYDOCKER_CRASH === "all";
/** Each of them takes minutes; every eleventh, seconds. */
const EVERY = ALL ? 1 : 11;
/** Of what stays behind. Before its second, a monitor has a child of which nobody was told. */
const FIRST_OWN = ALL ? 1 : 2;
const PATIENCE = 10_000; // ms

furnish();
buildKiller();
for (const scene of scenes) timed(scene.name, () => killEverywhere(scene));
for (const victim of victims) timed(victim.name, () => killOwn(victim));
for (const failure of failures) console.error(failure);
process.exit(failures.length === 0 ? 0 : 1);

/** How many changes there are, and before how many of them it was killed. */
interface Count {
  readonly changes: number;
  readonly kills: number;
}

function timed(name: string, kill: () => Count): void {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const began = performance.now();
  const { changes, kills } = kill();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${name}: killed before ${kills} of ${changes} changes (${seconds} s)`);
}

function killOwn(victim: Victim): Count {
  const changes = countOwnChanges(victim);
  let kills = 0;
  for (let when = FIRST_OWN; when <= changes; when += EVERY) {
    kills++;
    const problems = killVictim(victim, when);
    failures.push(
      ...problems.map((problem) => `${victim.name}, killed at ${when} of ${changes}: ${problem}`),
    );
  }
  return { changes, kills };
}

function killEverywhere({ name, prepare, problems }: Scene): Count {
  const changes = changesOf(prepare());
  clean();
  const chosen = changes.filter((_, i) => (changes.length - 1 - i) % EVERY === 0); // with the last one
  let kills = 0;
  for (const change of chosen) {
    const before = readLedger();
    if (killBefore(change, prepare())) kills++;
    const when = `${changes.indexOf(change) + 1} of ${changes.length} (${change.name})`;
    const left = mended(before, problems);
    failures.push(...left.map((problem) => `${name}, killed at ${when}: ${problem}`));
  }
  if (kills < chosen.length / 2) failures.push(`${name}: ${kills} of ${chosen.length} kills hit`);
  return { changes: changes.length, kills };
}

/** What is wrong after the next command, and after everything was removed that may be there. */
function mended(before: Ledger, problems?: () => string[]): string[] {
  try {
    const running = mydocker("ps", "-q").split("\n").filter(Boolean);
    const own =
      running.length === 0 ? ["processes", "mounts", "groups", "links", "rules"] : ["mounts"];
    const left = problems ? problems() : settled(before, PATIENCE, own);
    clean();
    return [...left, ...settled(before, PATIENCE).map((one) => `after rm: ${one}`)];
  } catch (error) {
    return [`the next command fails: ${(error as Error).message}`];
  }
}
