// @ts-check
/** What a learner types, and how it ends: run as a user without rights, on a terminal or not. */
import { spawn } from "node:child_process";

/** The user's and the group's number: nobody. */
export const LEARNER = 65534;

/**
 * @typedef {object} Desk what a learner sits at
 * @property {string} project the checkout
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * Types a line into a shell in the checkout, and shows what comes of it.
 *
 * @param {Desk} desk
 * @param {string} line
 * @param {RegExp} [interruptAt] on a terminal, Ctrl-C is pressed when the output matches
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function type({ project, env }, line, interruptAt) {
  process.stdout.write(`\n$ ${line}\n`);
  const shell = interruptAt ? ["script", "-qefc", line, "/dev/null"] : ["sh", "-c", line];
  const user = [`--reuid=${LEARNER}`, `--regid=${LEARNER}`, "--clear-groups"];
  const child = spawn("setpriv", [...user, ...shell], { cwd: project, env });
  let output = "";
  let pressed = false;
  const read = (/** @type {Buffer} */ data) => {
    output += data;
    if (!data.includes("Progress: ")) process.stdout.write(data);
    if (!interruptAt?.test(output) || pressed) return;
    pressed = true;
    child.stdin.write("\x03");
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  if (!interruptAt) child.stdin.end();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
