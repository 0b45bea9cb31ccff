/**
 * Inside a pretend host: kills each command before each of its changes, has the next command mend
 * what is left, and compares the machine with what it was. Arguments: names of scenes, or none.
 */

import { countChanges, killAt } from "./killed.ts";
import { difference, readLedger } from "./ledger.ts";
import { clean, furnish, mydocker, type Scene, scenes } from "./scenes.ts";

const wanted = process.argv.slice(2);
const failures: string[] = [];

furnish();
for (const scene of scenes) {
  if (wanted.length > 0 && !wanted.includes(scene.name)) continue;
  const began = performance.now();
  const count = killEverywhere(scene);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${scene.name}: killed before each of ${count} changes (${seconds} s)`);
}
for (const failure of failures) console.error(failure);
process.exit(failures.length === 0 ? 0 : 1);

function killEverywhere({ name, prepare }: Scene): number {
  const count = countChanges(prepare());
  clean();
  for (let when = 1; when <= count; when++) {
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
function mended(before: ReturnType<typeof readLedger>): string[] {
  try {
    const running = mydocker("ps", "-q").split("\n").filter(Boolean);
    const own =
      running.length === 0 ? ["processes", "mounts", "groups", "links", "rules"] : ["mounts"];
    const left = difference(before, readLedger(), own);
    clean();
    return [...left, ...difference(before, readLedger()).map((one) => `after rm: ${one}`)];
  } catch (error) {
    return [`the next command fails: ${(error as Error).message}`];
  }
}
