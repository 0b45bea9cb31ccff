/** Inside a pretend host: many containers, some at once, until as many as asked for have been. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { readLedger } from "./ledger.ts";
import { clean, furnish } from "./scenes.ts";
import { settled } from "./settled.ts";

const AT_ONCE = 50;
const PATIENCE = 30_000; // ms
const { MYDOCKER = "" } = process.env;
const run = promisify(execFile);
const mydocker = (...words: readonly string[]) => run(MYDOCKER, words);
const count = Number(process.argv[2]);

furnish();
await life(-1); // the default network is made by the first container, and stays
const before = readLedger();
const began = performance.now();
const failures: string[] = [];
let next = 0;
await Promise.all(Array.from({ length: AT_ONCE }, worker));
const seconds = (performance.now() - began) / 1000;
clean();
const left = settled(before, PATIENCE);
console.log(
  `${count} containers, ${AT_ONCE} at a time: ${seconds.toFixed(1)} s, ${failures.length} errors`,
);
for (const line of [...failures.slice(0, 20), ...left]) console.error(line);
process.exit(failures.length + left.length === 0 ? 0 : 1);

async function worker(): Promise<void> {
  while (next < count) {
    try {
      await life(next++);
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
}

/** By turns in the background, where it is looked into and stopped, and in the foreground. */
async function life(number: number): Promise<void> {
  const name = `soak${number + 1}`;
  const words = ["--name", name, "-m", "32m", "busybox"];
  if (number % 2 === 1) return void (await mydocker("run", "--rm", ...words, "true"));
  await mydocker("run", "-d", "--init", ...words, "sleep", "1000");
  await mydocker("exec", name, "true");
  await mydocker("stop", name);
  await mydocker("rm", name);
}
