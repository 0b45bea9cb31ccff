/**
 * Inside a pretend host: kills each command before its changes, has the next command mend what is
 * left, and compares the machine with what it was. Arguments: names of scenes, or none. With
 * MYDOCKER_CRASH=all before each change, else before every seventh.
 */

import { countChanges, killAt } from "./killed.ts";
import { difference, type Ledger, readLedger } from "./ledger.ts";
import { clean, furnish, mydocker, type Scene, scenes } from "./scenes.ts";

const wanted = process.argv.slice(2);
const failures: string[] = [];
/** Each of them takes minutes; every seventh, seconds. */
const EVERY = process.env.MYDOCKER_CRASH === "all" ? 1 : 7;
const PATIENCE = 10_000; // ms
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

furnish();
for (const scene of scenes) {
  if (wanted.length > 0 && !wanted.includes(scene.name)) continue;
  const began = performance.now();
  const count = killEverywhere(scene);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${scene.name}: killed before ${EVERY === 1 ? "each" : "every seventh"} of ${count} changes (${seconds} s)`,
  );
}
for (const failure of failures) console.error(failure);
process.exit(failures.length === 0 ? 0 : 1);

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
    const left = settled(before, own);
    clean();
    return [...left, ...settled(before).map((one) => `after rm: ${one}`)];
  } catch (error) {
    return [`the next command fails: ${(error as Error).message}`];
  }
}

/** What differs, when what is under way has had its time: what a monitor calls ends by itself. */
function settled(before: Ledger, kinds?: string[]): string[] {
  for (const deadline = performance.now() + PATIENCE; ; ) {
    const left = difference(before, readLedger(), kinds);
    if (left.length === 0 || performance.now() > deadline) return left;
    Atomics.wait(PAUSE, 0, 0, 50);
  }
}
