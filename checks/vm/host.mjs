// @ts-check
/** What run.mjs asks first about a command that makes containers: is it for here? */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { EXIT, Stop } from "../start/exit.mjs";
import { say } from "../start/say.mjs";
import { decide, MACHINES } from "./dispatch.mjs";
import { dataOf, runIn } from "./vagrant.mjs";

/**
 * Runs a command elsewhere if that is where it belongs.
 *
 * @param {readonly string[]} words `lesson 3 on centos`
 * @returns {Promise<{ here: readonly string[] } | { code: number }>} the words that are left for
 *   here, or the exit code from elsewhere
 * @throws Stop when it can run nowhere, with what to do
 */
export async function dispatch(words) {
  const decision = decide(words, facts());
  if (decision.place === "nowhere") throw new Stop(EXIT.MACHINE, say(decision.why));
  if (decision.place === "here") return { here: decision.words };
  return { code: await runIn(decision.machine, decision.words) };
}

/** @returns {import("./dispatch.mjs").Facts} */
const facts = () => ({
  platform: process.platform,
  root: process.getuid?.() === 0,
  vagrant: isInstalled("vagrant"),
  up: MACHINES.filter((machine) => dataOf(machine) !== undefined),
});

/** @param {string} program */
const isInstalled = (program) =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .some((path) => existsSync(join(path, program)) || existsSync(join(path, `${program}.exe`)));
