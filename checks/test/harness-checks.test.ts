/** Checks in the pretend host: what they find, whom they blame, what they clean up. Needs root. */
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runLesson } from "../src/harness/lesson.ts";
import { exitCode, type Result } from "../src/harness/result.ts";

const FIXTURES = join(import.meta.dirname, "fixtures/harness");

const run = async (lesson: string, mydocker: string, only?: readonly string[]) => {
  const directory = join(FIXTURES, lesson);
  const program = join(FIXTURES, mydocker);
  const results = await runLesson({ lesson: directory, mydocker: program, ...(only && { only }) });
  return new Map(results.map((result) => [result.id, result]));
};

const test = suite("checks");

test("the ledger names what is left behind, and takes it away", async () => {
  const results = await run("leaves", "obedient");
  const left: Record<string, RegExp> = {
    "0.1": /^mount left: tmpfs on \/mnt/,
    "0.3": /^process left: sleep 12345/,
    "0.5": /^cgroup left: \/sys\/fs\/cgroup.*\/left/,
    "0.7": /^file left: \/tmp\/left/,
    "0.9": /^network interface left: left0/,
    "0.11": /^hostname changed: pretend-host → left/,
    "0.13": /^System V IPC object left: shm/,
    "0.14": /^mount left: tmpfs on \/proc/,
    "0.17": /^iptables rule left: nat :LEFT -; iptables rule left: nat -A POSTROUTING/,
    "0.18": /^iptables rule left: filter :FORWARD DROP/,
  };
  const failed = results.get("0.19");
  assert.is(failed?.diagnosis, "failed");
  assert.match(failed?.left?.en ?? "", /^mount left: tmpfs on \/mnt[^;]*$/); // and no rule
  results.delete("0.19");
  for (const [id, { outcome, diagnosis, observed }] of results) {
    const named = left[id];
    if (!named) assert.is(outcome, "passed", `after ${id}: ${observed?.en}`);
    else assert.is(diagnosis, "left-behind", id);
    if (named) assert.match(observed?.en ?? "", named);
  }
});

test("processes are found by token, whoever started them", async () => {
  const results = await run("finds", "obedient", ["0.1", "0.2"]);
  for (const { id, outcome, observed } of results.values()) {
    assert.is(outcome, "passed", `${id}: ${observed?.en}`);
  }
});

test("a command that takes too long is killed with its whole process group", async () => {
  const { "0.3": late, "0.7": next } = Object.fromEntries(
    await run("finds", "obedient", ["0.3", "0.7"]),
  );
  assert.is(late?.diagnosis, "timed-out");
  assert.is(late?.left, undefined);
  assert.is(next?.outcome, "passed");
});

test("a command that nobody is waiting for yet may be late as well", async () => {
  const late = (await run("finds", "obedient", ["0.8"])).get("0.8");
  assert.is(late?.diagnosis, "timed-out", late?.observed?.en);
});

test("a mistake in a check is our bug, and not the learner's", async () => {
  const bug = (await run("finds", "obedient", ["0.4"])).get("0.4");
  assert.is(bug?.outcome, "bug");
  assert.match(bug?.observed?.en ?? "", /a mistake in a check[\s\S]*finds\/check\.ts:\d+/);
  assert.is(exitCode([bug as Result]), 3);
});

test("whoever kills the checks, or takes their /proc, fails alone: the rest gets a new host", async () => {
  for (const [id, diagnosis] of [
    ["0.5", "killed-the-host"],
    ["0.6", "left-behind"],
  ] as const) {
    const results = await run("finds", "obedient", [id, "0.7"]);
    assert.is(results.get(id)?.diagnosis, diagnosis);
    assert.is(results.get("0.7")?.outcome, "passed");
  }
});

test("two spoiled hosts are enough: what is left is not started", async () => {
  const results = await run("finds", "obedient", ["0.5", "0.6", "0.7"]);
  assert.is(results.get("0.7")?.outcome, "not started");
  assert.is(exitCode([...results.values()]), 1);
});

test("lesson 1 can be passed in another language, where that language can do it", async () => {
  const lesson = join(import.meta.dirname, "../../lessons/1-run");
  const results = await runLesson({ lesson, mydocker: join(FIXTURES, "plain") });
  const failed = results.filter(({ outcome }) => outcome !== "passed");
  const unexpected = failed.filter(({ id }) => !["1.9", "1.10", "1.12"].includes(id));
  assert.equal(unexpected, []);
});

test("the internet answers whoever goes by the host's address, and nobody else", async () => {
  const results = await run("reaches", "obedient", ["0.1", "0.2"]);
  for (const { id, outcome, observed } of results.values()) {
    assert.is(outcome, "passed", `${id}: ${observed?.en}`);
  }
});

test("routes that are left, or taken away, are named and put right", async () => {
  const results = await run("reaches", "obedient", ["0.3", "0.4", "0.5"]);
  assert.match(results.get("0.3")?.observed?.en ?? "", /^route left: 192\.0\.2\.0\/24/);
  assert.match(results.get("0.4")?.observed?.en ?? "", /^route gone: default via 203\.0\.113\.1/);
  assert.is(results.get("0.5")?.outcome, "passed");
});

test.run();
