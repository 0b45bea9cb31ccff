// @ts-check
/**
 * Runs a command in one of the Vagrantfile's machines as if it ran here: terminal, colours, Ctrl-C
 * and exit code are passed through. Needs nothing on the host but Node and Vagrant, and tar where
 * the project is copied to the machine and not shared with it.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { become, runQuietly } from "../start/child.mjs";
import { EXIT, Stop } from "../start/exit.mjs";
import { ROOT } from "../start/machine.mjs";
import { languageOf, say } from "../start/say.mjs";
import { shellWord, up } from "./dispatch.mjs";

/** @typedef {import("./dispatch.mjs").Machine} Machine */

/**
 * Where Vagrant keeps what it knows of a machine, as .vagrant/machines/ubuntu/virtualbox; undefined
 * before `vagrant up`. The machine may be off all the same, but to ask Vagrant takes seconds.
 *
 * @param {Machine} machine
 */
export function dataOf(machine) {
  const directory = join(ROOT, ".vagrant/machines", machine);
  if (!existsSync(directory)) return undefined;
  return readdirSync(directory)
    .map((provider) => join(directory, provider))
    .find((data) => statSync(join(data, "id"), { throwIfNoEntry: false })?.size);
}

/**
 * Runs a command and ends as it does.
 *
 * @param {Machine} machine
 * @param {readonly string[]} words `lesson 3`
 * @returns {Promise<number>} the exit code
 * @throws Stop when the machine is off, with what to do
 */
export async function runIn(machine, words) {
  if (!isCopied(machine)) return runInside(machine, words);
  const watching = words.includes("watch");
  // The next copy would delete again what a first run writes into work/.
  if (watching && !existsSync(join(ROOT, "work"))) {
    const code = await runIn(
      machine,
      words.filter((word) => word !== "watch"),
    );
    if (code > EXIT.CODE) return code;
  }
  if (runQuietly("vagrant", ["rsync", machine], ROOT) !== 0) throw isOff(machine, words);
  const follower = watching
    ? spawn("vagrant", ["rsync-auto", machine], { cwd: ROOT, stdio: "ignore" })
    : undefined;
  try {
    return await runInside(machine, words);
  } finally {
    follower?.kill();
    await bringBack(machine);
  }
}

/** Whether the project is copied there by rsync. @param {Machine} machine */
function isCopied(machine) {
  const file = join(dataOf(machine) ?? "", "synced_folders");
  return existsSync(file) && "rsync" in JSON.parse(readFileSync(file, "utf8"));
}

/** @param {Machine} machine @param {readonly string[]} words */
async function runInside(machine, words) {
  const tty = process.stdin.isTTY && process.stdout.isTTY ? "--tty" : "--no-tty";
  const command = inside("inside.sh", words, environment());
  const args = ["ssh", machine, tty, "-c", command];
  const code = await become("vagrant", args, { cwd: ROOT, env: process.env });
  // 1 and 101 have changed places (inside.sh): a 1 is Vagrant's own. 255 is ssh's.
  if (code === 101) return 1;
  if ((code === 1 || code === 255) && !isRunning(machine)) throw isOff(machine, words);
  return code === 1 ? 101 : code;
}

/**
 * The line for the machine's shell.
 *
 * @param {string} script beside this file
 * @param {readonly string[]} words
 * @param {Readonly<Record<string, string | undefined>>} variables
 */
export function inside(script, words, variables = {}) {
  const set = Object.entries(variables).flatMap(([name, value]) =>
    value ? [`${name}=${value}`] : [],
  );
  const all = ["sudo", "env", ...set, "sh", `/vagrant/checks/vm/vagrant/${script}`, ...words];
  return all.map(shellWord).join(" ");
}

/** What the command is told of the learner's own environment. */
function environment() {
  const { MYDOCKER, MYDOCKER_TIME_SCALE, FORCE_COLOR, NO_COLOR } = process.env;
  return {
    MYDOCKER: MYDOCKER && pathInside(MYDOCKER),
    MYDOCKER_LANG: languageOf(process.env),
    ...{ MYDOCKER_TIME_SCALE, FORCE_COLOR, NO_COLOR },
  };
}

/** @param {string} path of a program, as typed @throws Stop when the machine cannot see it */
function pathInside(path) {
  // npm starts scripts in the project's folder; the path was typed in another.
  const below = relative(ROOT, resolve(process.env.INIT_CWD ?? ".", path));
  if (!below.startsWith("..")) return `/vagrant/${below.split(sep).join("/")}`;
  const reason = {
    en: `The virtual machine sees the project's folder only, and MYDOCKER=${path} is not in it.`,
    zh: `虚拟机只能看到本项目的文件夹，而 MYDOCKER=${path} 不在其中。`,
  };
  throw new Stop(EXIT.MACHINE, say(reason));
}

/** @param {Machine} machine */
function isRunning(machine) {
  const args = ["status", machine, "--machine-readable"];
  const { stdout } = spawnSync("vagrant", args, { cwd: ROOT, encoding: "utf8" });
  return /,state,running\b/.test(stdout ?? "");
}

/** @param {Machine} machine @param {readonly string[]} words */
const isOff = (machine, words) =>
  new Stop(EXIT.MACHINE, say(up(machine, words, { vagrant: true })));

/** Fetches what a command wrote into work/, since the copy goes one way only. @param {Machine} machine */
function bringBack(machine) {
  const args = ["ssh", machine, "--no-tty", "-c", inside("changed.sh", [])];
  const from = spawn("vagrant", args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const to = spawn("tar", ["-xof", "-"], { cwd: ROOT, stdio: [from.stdout, "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    to.on("error", reject);
    to.on("close", resolve);
  });
}
