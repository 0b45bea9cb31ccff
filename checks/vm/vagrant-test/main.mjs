// @ts-check
/**
 * `npm run vagrant:test [LESSON]`: does with the Vagrantfile what a learner does, for real: Debian's
 * Vagrant and libvirt, both machines, a box made here, and no internet. Needs root, and takes an
 * hour where processors are emulated.
 */
import { cpSync, existsSync, lchownSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { runOpenly, runWithUs } from "../../start/child.mjs";
import { EXIT, Stop } from "../../start/exit.mjs";
import { ROOT } from "../../start/machine.mjs";
import { say } from "../../start/say.mjs";
import { scratch } from "../scratch.mjs";
import { box } from "./box.mjs";
import { LEARNER } from "./learner.mjs";

/** Paths that a fresh clone does not have. */
const NOT_CLONED = [
  ".git",
  ".vagrant",
  ".cache",
  "node_modules",
  "native/build",
  "runtime/dist",
  "work",
];

/** @param {readonly string[]} words @returns {Promise<number>} the exit code */
export async function vagrantTest([lesson = newestLesson()]) {
  if (runOpenly("sh", [join(ROOT, "checks/vm/setup"), "vagrant"], ROOT) !== 0) {
    throw new Stop(EXIT.MACHINE);
  }
  if (process.getuid?.() !== 0) {
    const reason = { en: "vagrant:test needs root.", zh: "vagrant:test 需要 root 权限。" };
    throw new Stop(EXIT.MACHINE, say(reason));
  }
  const made = await box();
  const directory = scratch("/var/tmp", "mydocker-vagrant"); // large; /tmp may be in memory
  try {
    checkOut(join(directory, "project"));
    cpSync(made, join(directory, "mydocker.box")); // the cache may be in root's own home
    for (const name of ["home", "libvirt"]) mkdirSync(join(directory, name));
    give(directory);
    const lab = join(ROOT, "checks/vm/vagrant-test/lab.sh");
    const story = join(ROOT, "checks/vm/vagrant-test/story.mjs");
    const args = [join(directory, "libvirt"), process.execPath, story, directory, lesson];
    return await runWithUs(lab, args, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** @returns {string} the number of the newest lesson up to the third, the README's example */
function newestLesson() {
  const numbers = readdirSync(join(ROOT, "lessons")).flatMap((name) =>
    existsSync(join(ROOT, "lessons", name, "check.ts")) ? [Number.parseInt(name, 10)] : [],
  );
  return String(Math.max(...numbers.filter((number) => number <= 3)));
}

/** Copies the project as a fresh clone would have it. @param {string} to */
function checkOut(to) {
  cpSync(ROOT, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !NOT_CLONED.includes(relative(ROOT, path)),
  });
}

/** Gives everything to the learner, who is not root. @param {string} directory */
function give(directory) {
  for (const path of ["", ...readdirSync(directory, { recursive: true, encoding: "utf8" })]) {
    lchownSync(join(directory, path), LEARNER, LEARNER);
  }
}
