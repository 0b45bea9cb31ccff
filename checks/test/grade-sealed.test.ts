/** The wall around a submission: what a hostile one tries, and that it comes to nothing. Needs root. */
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LIMITS, sealOf } from "../src/grade/limits.ts";
import { runLesson } from "../src/harness/lesson.ts";
import type { Result } from "../src/harness/result.ts";
import { SUBMISSION } from "../src/harness/sealed.ts";

const test = suite("sealed pretend host");
const WALLED = fileURLToPath(new URL("fixtures/harness/walled", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "mydocker-walled-"));
const shell = join(directory, "shell");
writeFileSync(shell, '#!/bin/sh\nexec sh -c "$1"\n');
chmodSync(shell, 0o755);
test.after(() => rmSync(directory, { recursive: true }));

const run = (only: readonly string[], seconds = 60): Promise<Result[]> =>
  runLesson({
    lesson: WALLED,
    mydocker: SUBMISSION,
    seal: sealOf(shell, LIMITS),
    limit: seconds * 1000,
    only,
  });

const outcome = ({ id, outcome, diagnosis, observed }: Result) =>
  [id, outcome, diagnosis, outcome === "failed" ? observed?.en : ""].join(" ");

const repels = (name: string, id: string) =>
  test(name, async () => {
    const [result] = await run([id]);
    assert.ok(result);
    const good = result.outcome === "passed" || result.diagnosis === "left-behind";
    assert.ok(good, outcome(result));
  });

repels("shows neither the reference nor the checks", "0.1");
repels("keeps the checks' memory and descriptors from it", "0.2");
repels("has tools of its own", "0.4");
repels("has no disk", "0.5");
repels("has no network", "0.6");
repels("bounds what is written", "0.7");
repels("changes nothing of the machine", "0.8");
repels("keeps its mounts when theirs are moved", "0.9");

test("hears no result but the checks' own", async () => {
  const [forging, forged] = await run(["0.3", "0.99"]);
  assert.is(forging?.outcome, "passed", forging && outcome(forging));
  assert.is(forged?.diagnosis, "honest");
});

test("what kills the checks has failed", async () => {
  const [result] = await run(["0.10"]);
  assert.is(result?.outcome, "failed");
});

test("what stops the checks has failed when its time is up", async () => {
  const [stopping, next] = await run(["0.98", "0.99"], 6);
  assert.is(stopping?.outcome, "failed");
  assert.is(next?.outcome, "not started");
});

test("a fork bomb ends with its pretend host", async () => {
  const before = Date.now();
  const [result] = await run(["0.11"]);
  assert.is(result?.outcome, "failed", result && outcome(result));
  assert.ok(Date.now() - before < 60_000);
});

test("memory is bounded", async () => {
  const [result] = await run(["0.12"]);
  assert.is(result?.outcome, "failed", result && outcome(result));
});

test("the machine is as it was", () => {
  for (const path of ["/usr/mydocker-was-here", "/etc/mydocker-was-here", "/tmp/evil"]) {
    assert.not.ok(existsSync(path), path);
  }
});

test.run();
