/** run.mjs on machines of all kinds, as far as it gets before anything is started. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { languageOf } from "../start/say.mjs";
import { fingerprint } from "../start/stamp.mjs";

const test = suite("run.mjs");

const RUN = fileURLToPath(new URL("../run.mjs", import.meta.url));

/** What another machine would say of itself. */
const MACHINES = {
  user: "process.getuid = () => 1000",
  mac: 'Object.defineProperty(process, "platform", { value: "darwin" })',
  old: 'Object.defineProperty(process, "versions", { value: { node: "18.20.0" } })',
} as const;

function run(machine: keyof typeof MACHINES, words: readonly string[], lang = "en") {
  const preload = `data:text/javascript,${encodeURIComponent(MACHINES[machine])}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", preload, RUN, ...words],
    { encoding: "utf8", env: { ...process.env, MYDOCKER_LANG: lang }, stdio: "pipe" },
  );
  return { status, text: stdout + stderr };
}

test("without root it offers sudo with the exact command", () => {
  const { status, text } = run("user", ["lesson", "1", "solution"]);
  assert.is(status, 2);
  assert.match(text, 'sudo env "PATH=$PATH" npm run lesson 1 solution\n');
});

test("options come after npm's own `--`, which may be there or not", () => {
  const expected = "npm run try -- run -it /bin/sh -c 'echo a'\n";
  for (const words of [["try"], ["try", "--"]]) {
    const { text } = run("user", [...words, "run", "-it", "/bin/sh", "-c", "echo a"]);
    assert.match(text, expected);
  }
  assert.match(run("user", ["lesson", "--", "1"]).text, "npm run lesson 1\n");
});

test("on a machine that is not Linux it says how to use the virtual machine", () => {
  const { status, text } = run("mac", ["lesson", "1"]);
  assert.is(status, 2);
  assert.match(text, "vagrant up && npm run lesson 1\n");
});

test("npm install does not fail there", () => {
  const { status, text } = run("mac", ["install"]);
  assert.is(status, 0);
  assert.match(text, "vagrant up");
});

test("an old Node is told what is needed", () => {
  const { status, text } = run("old", ["lesson", "1"]);
  assert.is(status, 2);
  assert.match(text, "Node 20");
});

test("an unknown command gets the list of commands", () => {
  const { status, text } = run("user", ["lessons"]);
  assert.is(status, 2);
  assert.match(text, "lesson, try, hint");
});

test("speaks Chinese where the locale does", () => {
  assert.match(run("user", ["lesson", "1"], "zh_CN.UTF-8").text, "需要 root 权限");
  assert.is(languageOf({ LANG: "zh_TW.UTF-8" }), "zh");
  assert.is(languageOf({ LANG: "zh_TW.UTF-8", LC_ALL: "C" }), "en");
  assert.is(languageOf({ LANG: "de_DE", MYDOCKER_LANG: "zh" }), "zh");
  assert.is(languageOf({}), "en");
});

test("a fingerprint depends on contents and words, and on nothing else", () => {
  const here = fileURLToPath(new URL("..", import.meta.url));
  const print = fingerprint(here, ["start"], ["a"]);
  assert.is(fingerprint(here, ["start"], ["a"]), print);
  assert.is.not(fingerprint(here, ["start"], ["b"]), print);
  assert.is.not(fingerprint(here, ["start/say.mjs"], ["a"]), print);
});

test.run();
