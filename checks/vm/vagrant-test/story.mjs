// @ts-check
/**
 * A learner's way through the Vagrantfile, inside the lab (lab.sh): every step is a line that is
 * typed, and what must come of it. `story.mjs DIRECTORY LESSON`
 * Ends with 1 at the first step that is not as it must be.
 */
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { accelerator, SLOWNESS } from "../qemu.mjs";
import { type } from "./learner.mjs";

const [directory = "", lesson = ""] = process.argv.slice(2);
const project = join(directory, "project");
const box = join(directory, "mydocker.box");

/** @type {import("./learner.mjs").Desk} */
const desk = {
  project,
  env: {
    PATH: process.env.PATH,
    HOME: join(directory, "home"),
    LANG: "C.UTF-8",
    VAGRANT_CHECKPOINT_DISABLE: "1",
    VAGRANT_DEFAULT_PROVIDER: "libvirt",
    VAGRANT_NO_COLOR: "1",
    MYDOCKER_BOX_UBUNTU: box,
    MYDOCKER_BOX_CENTOS: box,
    MYDOCKER_TIME_SCALE: String(SLOWNESS[accelerator()]),
  },
};

/**
 * One step.
 *
 * @param {string} what must be so
 * @param {string} line
 * @param {object} expected
 * @param {number} expected.code
 * @param {RegExp} [expected.says]
 * @param {() => boolean} [expected.and]
 * @param {RegExp} [expected.interruptAt]
 */
async function step(what, line, { code, says, and, interruptAt }) {
  const began = performance.now();
  const ended = await typeAgain(line, interruptAt);
  const good = ended.code === code && (says?.test(ended.output) ?? true) && (and?.() ?? true);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${good ? "✓" : "✗"} ${what} (exit code ${ended.code}, ${seconds} s)`);
  if (!good) process.exit(1);
}

const SEGMENTATION_FAULT = 139;

/**
 * qemu 7.2's emulated processors now and then make Node die of a segmentation fault, which it never
 * does on real ones: then the line is typed once more, as a learner would.
 *
 * @param {string} line
 * @param {RegExp} [interruptAt]
 */
async function typeAgain(line, interruptAt) {
  const ended = await type(desk, line, interruptAt);
  if (ended.code !== SEGMENTATION_FAULT || accelerator() !== "tcg") return ended;
  console.log("~ Node died of a segmentation fault on an emulated processor: once more");
  return type(desk, line, interruptAt);
}

const run = `npm run lesson ${lesson}`;
const work = join(project, "work");

/** What a learner who knows it all writes. */
function solve() {
  const source = join(project, "runtime/src");
  for (const path of readdirSync(work, { recursive: true, encoding: "utf8" })) {
    if (/^(?!\.).*\.ts$/.test(path)) cpSync(join(source, path), join(work, path));
  }
}

await step("without a machine it says what to type", run, {
  code: 2,
  says: new RegExp(`vagrant up && npm run lesson ${lesson}\n`),
});
await step("the two commands of the README: the starter is red", `vagrant up && ${run}`, {
  code: 1,
  says: /[1-9]\d* failed/,
  and: () => existsSync(work) && !existsSync(join(project, "node_modules")),
});
await step("its cgroups are of version 2", "vagrant ssh ubuntu -c 'stat -fc %T /sys/fs/cgroup'", {
  code: 0,
  says: /cgroup2fs/,
});
await step("the reference is green", `${run} solution`, { code: 0, says: /, 0 failed/ });
solve();
await step("what is written on the host is what is checked", run, { code: 0, says: /, 0 failed/ });
await step("the exit code is the command's", "npm run try -- run /bin/sh -c 'exit 7'", { code: 7 });
await step(
  "a shell in the pretend host",
  "echo 'mydocker run /bin/true && exit 7' | npm run try shell",
  { code: 7 },
);
// The quotes keep npm's echo of the line from looking like the output.
const trap = `trap "exit 9" INT; echo re""ady; while :; do sleep 1; done`;
await step("Ctrl-C reaches the container", `npm run try -- run /bin/sh -c '${trap}'`, {
  code: 9,
  interruptAt: /ready/,
});
await step("provisioning does no harm again", "vagrant provision ubuntu", { code: 0 });
await step("the other machine is not up", `${run} on centos`, {
  code: 2,
  says: new RegExp(`vagrant up centos && npm run lesson ${lesson} on centos\n`),
});
await step("it is switched off", "vagrant halt", { code: 0 });
await step("a machine that is off is noticed", run, { code: 2, says: /vagrant up && npm run/ });

rmSync(work, { recursive: true });
await step("the articles' world: the starter is red", `vagrant up centos && ${run} on centos`, {
  code: 1,
  says: /[1-9]\d* failed/,
  and: () => existsSync(work),
});
await step("its cgroups are of version 1", "vagrant ssh centos -c 'ls /sys/fs/cgroup'", {
  code: 0,
  says: /\bmemory\b/,
});
await step("the reference is green", `${run} solution on centos`, { code: 0, says: /, 0 failed/ });
