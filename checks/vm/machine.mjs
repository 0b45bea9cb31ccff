// @ts-check
/** One life of a throw-away machine: from the start of qemu to its end. */
import { spawn } from "node:child_process";
import { consoleReader } from "./console.mjs";

/**
 * @typedef {object} Ended
 * @property {number | undefined} status the command's, if it came to an end
 * @property {"ended" | "late" | "interrupted"} how
 * @property {string} said what qemu and the machine said before the command began
 */

/**
 * Starts it, hands on what the command prints, and waits. It cannot outlive this process.
 *
 * @param {readonly string[]} argv qemu's command line
 * @param {object} options
 * @param {string} options.nonce see console.mjs
 * @param {number} options.limit ms, after which it is ended
 * @param {string} options.directory for qemu's temporary files
 * @param {(text: Buffer) => void} options.output
 * @returns {Promise<Ended>}
 */
export function live(argv, { nonce, limit, directory, output }) {
  const reader = consoleReader(nonce);
  const child = spawn("setpriv", ["--pdeathsig", "KILL", ...argv], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TMPDIR: directory },
  });
  /** @type {Ended["how"]} */
  let how = "ended";
  const end = (/** @type {Ended["how"]} */ why) => {
    how = why;
    child.kill("SIGKILL");
  };
  const interrupt = () => end("interrupted");
  const timer = setTimeout(() => end("late"), limit);
  for (const signal of SIGNALS) process.on(signal, interrupt);

  let complaints = "";
  child.stderr.on("data", (/** @type {Buffer} */ data) => {
    complaints += data;
  });
  // One character for each byte, so that a letter cut in two by a packet stays whole.
  child.stdout.on("data", (/** @type {Buffer} */ data) => {
    const text = reader.read(data.toString("latin1"));
    if (text !== "") output(Buffer.from(text, "latin1"));
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, interrupt);
      resolve({ status: reader.status(), how, said: reader.boot() + complaints });
    });
  });
}

const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
