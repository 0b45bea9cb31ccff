// @ts-check
/** Other programs: run to the end, or in our place. */
import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a program and returns its exit code; its output appears only when it fails.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export function runQuietly(program, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) process.stderr.write(`${stdout ?? ""}${stderr ?? ""}${error ?? ""}\n`);
  return status ?? 1;
}

/** Runs a program that speaks for itself. @param {string} program @param {readonly string[]} args @param {string} cwd */
export function runOpenly(program, args, cwd) {
  const { status } = spawnSync(program, args, { cwd, stdio: "inherit" });
  return status ?? 1;
}

/** What a terminal or a supervisor sends: the child has had a Ctrl-C itself, the rest is handed on. */
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Runs a program in our place: its exit code is ours, and it decides what Ctrl-C means.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export function become(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: "inherit" });
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (name !== "SIGINT" || !process.stdin.isTTY) child.kill(name);
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
    });
  });
}

/**
 * Runs a program that does not outlive us, and that every signal to us ends at once, so that we can
 * clean up after it. Linux only.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {"open" | "quiet"} [output] quiet: it appears only when the program fails
 * @returns {Promise<number>} its exit code, or ours
 */
export function runWithUs(program, args, cwd, output = "open") {
  /** @type {(typeof SIGNALS)[number] | undefined} */
  let signalled;
  const end = (/** @type {(typeof SIGNALS)[number]} */ signal) => {
    signalled = signal;
    child.kill("SIGKILL");
  };
  for (const name of SIGNALS) process.on(name, end); // before it runs: it may call for one at once
  const stdio = output === "open" ? "inherit" : "pipe";
  const child = spawn("setpriv", ["--pdeathsig", "KILL", program, ...args], { cwd, stdio });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (/** @type {Buffer} */ data) => {
      said += data;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      for (const name of SIGNALS) process.off(name, end);
      if (signalled) return resolve(128 + constants.signals[signalled]);
      if (code !== 0) process.stderr.write(said);
      resolve(code ?? 1);
    });
  });
}
