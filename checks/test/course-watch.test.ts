/** `npm run lesson N watch` on a real terminal, and what comes after a lesson has passed. */
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contents, differences, watchContents } from "../src/course/watch/changes.ts";
import { columns } from "../src/harness/wrap.ts";
import { type Checkout, checkout } from "./fixtures/checkout.ts";
import { openTyped, type Typed } from "./fixtures/typed.ts";

const test = suite<{ course: Checkout }>("watch");

test.before((context) => {
  context.course = checkout();
});
test.after(({ course }) => course.remove());

const { NODE_EXTRA_CA_CERTS: _, ...plain } = process.env;
const ENV = { ...plain, MYDOCKER_LANG: "en" };
const WATCH = "node checks/run.mjs lesson 1 watch";
const MODES = "stty -g";

/** Starts a watch and waits until it has nothing to do. */
async function watching(
  course: Checkout,
  command = WATCH,
): Promise<{ shell: Typed; modes: string }> {
  const shell = await openTyped(course.directory, ENV);
  const modes = await modesOf(shell);
  await shell.command(command, /\d+ passed, \d+ failed/);
  return { shell, modes };
}

/** The modes of the terminal, as a shell after the watch finds them. */
async function modesOf(shell: Typed): Promise<string> {
  const shown = await shell.command(MODES, /([0-9a-f]+:){8}[0-9a-f:]+\n/);
  await shell.until(/READY> /);
  return /(?:[0-9a-f]+:){8}[0-9a-f:]+/.exec(shown)?.[0] ?? "";
}

/** The process that has the terminal. */
function watcher(course: Checkout): number {
  const own = join(course.directory, "checks/src/cli.ts");
  const pid = readdirSync("/proc").find((name) => {
    try {
      return (
        /^\d+$/.test(name) &&
        readFileSync(`/proc/${name}/cmdline`, "utf8").includes(`${own}\0lesson`)
      );
    } catch {
      return false;
    }
  });
  assert.ok(pid, "nobody watches");
  return Number(pid);
}

const FLAGS = "work/inside/namespaces.ts";

test("a save runs the checks, and only what is new is shown, in 80 columns", async ({ course }) => {
  const { shell } = await watching(course);
  try {
    course.edit(FLAGS, "return 0;", "return CLONE.NEWPID | CLONE.NEWNS;");
    await shell.until(/── \d\d:\d\d:\d\d {2}inside\/namespaces\.ts/);
    const shown = await shell.until(/\d+ passed, \d+ failed/);
    assert.match(shown, "✓ 1.1 the command is PID 1");
    assert.match(shown, /✗ 1\.2 [\s\S]*trace +clone\(CLONE_NEWNS\|CLONE_NEWPID/);
    assert.not.match(shown, "✓ 1.11");
    shell.type("r");
    assert.match(await shell.until(/\d+ passed, \d+ failed/), "All is as it was before.");
    // The line of keys is written over in place, and so is one long line here; stty -g is ours.
    const lines = shell.screen().replaceAll(/^.*·.*$|^[0-9a-f:]{80,}\s*$/gm, "");
    for (const line of lines.split("\n")) assert.ok(columns(line) <= 80, line);
  } finally {
    shell.type("q");
    shell.close();
  }
});

test("keys act while checks are under way, and Ctrl-Z and fg in between", async ({ course }) => {
  const { shell, modes } = await watching(course);
  try {
    shell.type("rl");
    const before = await shell.until(/next: npm run lesson 1/);
    assert.not.match(before, /\d+ passed/);
    shell.type("h");
    await shell.until(/hint 1 of 5/);
    shell.type("d");
    await shell.until(/has not passed yet: this shows its solution/);
    shell.type("s");
    await shell.until(/Press s once more/);
    shell.type("s");
    await shell.until(/This is the solution of lesson 1/);
    shell.type("?");
    await shell.until(/every save in work|Every save in work/);
    shell.type("\x1a");
    await shell.until(/Stopped[\s\S]*READY> /);
    assert.is(await modesOf(shell), modes);
    await shell.command("fg", /run\.mjs lesson 1 watch/);
    shell.type("l");
    await shell.until(/next: npm run lesson 1/);
    shell.type("q");
    await shell.until(/READY> /);
    await shell.command("echo code=$?", /code=0/);
    assert.is(await modesOf(shell), modes);
  } finally {
    shell.close();
  }
});

const WAYS_OUT: Record<string, (shell: Typed, course: Checkout) => void> = {
  "Ctrl-C": (shell) => shell.type("\x03"),
  SIGTERM: (_, course) => process.kill(watcher(course), "SIGTERM"),
  SIGHUP: (_, course) => process.kill(watcher(course), "SIGHUP"),
  SIGKILL: (_, course) => process.kill(watcher(course), "SIGKILL"),
  "a crash": (_, course) => process.kill(watcher(course), "SIGSEGV"),
};

for (const [name, leave] of Object.entries(WAYS_OUT)) {
  test(`the terminal is as it was after ${name}, also in the middle of a run`, async ({
    course,
  }) => {
    const { shell, modes } = await watching(course, "node checks/run.mjs lesson 1.1 watch");
    try {
      shell.type("r");
      await shell.until(/once more/);
      leave(shell, course);
      await shell.until(/READY> /);
      const code = await shell.command("echo code=$?", /code=\d+/);
      assert.not.match(code, "code=0");
      assert.is(await modesOf(shell), modes);
    } finally {
      shell.close();
    }
  });
}

test("in a log it shows the same, without keys, and ends when it is told to", async ({
  course,
}) => {
  const child = course.start(["lesson", "1.1", "watch"]);
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  while (!/\d+ passed/.test(text)) await setTimeout(20);
  assert.not.match(text, "\x1b");
  assert.match(text, "Watching work/");
  child.kill("SIGTERM");
  const code = await new Promise((resolve) => child.on("exit", resolve));
  assert.is(code, 143);
});

test("earlier lessons are run again after a later one, and what broke is shown", ({ course }) => {
  course.run(["solution", "1", "apply"]);
  assert.is(course.run(["lesson", "1"]).code, 0);
  course.run(["solution", "2", "apply"]);
  const both = course.run(["lesson", "2"]);
  assert.is(both.code, 0, both.text);
  assert.match(both.text, /Lesson 2 asks for these functions:\n[\s\S]* joinCgroup\n/);
  assert.match(both.text, "✓ lesson 1 run, again: 19 of 19");
  assert.match(both.text, "next: npm run lesson 3");
  course.edit(FLAGS, "CLONE.NEWIPC |", "");
  const broken = course.run(["lesson", "2"]);
  assert.is(broken.code, 1, broken.text);
  assert.not.match(broken.text, "asks for these functions");
  assert.match(
    broken.text,
    /✗ lesson 1 run, again: 1[78] of 19\n✗ 1\.2[\s\S]*CLONE_NEWIPC is not among/,
  );
  assert.not.match(broken.text, "next: npm run lesson 3");
});

test("saves are noticed by content, whatever the file's times and size say", async () => {
  const directory = mkdtempSync(join(tmpdir(), "watched-"));
  const stop = new AbortController();
  try {
    const file = join(directory, "a.ts");
    writeFileSync(file, "one");
    const { atime, mtime } = statSync(file);
    const before = await contents(directory);
    const saved = new Promise((resolve) => watchContents(directory, resolve, stop.signal));
    for (let look = 0; look < 5; look++) await contents(directory); // it has looked, too
    writeFileSync(file, "two");
    utimesSync(file, atime, mtime);
    writeFileSync(join(directory, "notes.txt"), "not TypeScript");
    assert.equal(await saved, ["a.ts"]);
    assert.equal(differences(before, await contents(directory)), ["a.ts"]);
  } finally {
    stop.abort();
    rmSync(directory, { recursive: true, force: true });
  }
});

test.run();
