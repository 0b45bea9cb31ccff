/** What is seen of a container between its end and the moment when all is written down. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createContainer } from "../src/container/life.ts";
import { tryLife } from "../src/container/lives.ts";
import type { ContainerRecord } from "../src/container/record.ts";
import { see } from "../src/container/seen.ts";
import type { Spec } from "../src/container/spec.ts";
import { markOf, type ProcessMark } from "../src/host/process.ts";

const test = suite("seen");
const root = mkdtempSync(join(tmpdir(), "mydocker-seen-"));
process.env.MYDOCKER_ROOT = root;
const id = "5ee0".repeat(16);
const directory = join(root, "containers", id);

/** Has ended: no process has had this pid since the machine began. */
const over: ProcessMark = { ...markOf(process.pid), startTime: "1" };
const record = { id, name: "robin", argv: ["true"], created: "2026", layers: [], process: over };

const remember = (more: Partial<ContainerRecord> = {}) =>
  writeFileSync(join(directory, "container.json"), JSON.stringify({ ...record, ...more }));

const writeEnd = () =>
  writeFileSync(
    join(directory, "exit"),
    JSON.stringify({ pid: over.pid, code: 7, finished: "2027", oomKills: 0 }),
  );

test.before.each(() => {
  mkdirSync(directory, { recursive: true });
  remember();
});
test.after.each(() => rmSync(directory, { recursive: true }));
test.after(() => rmSync(root, { recursive: true }));

test("an end that its monitor wrote down, and nobody has settled", () => {
  writeEnd();
  const seen = see(record as ContainerRecord);
  assert.is(seen.state, "exited");
  assert.is(seen.record.exitCode, 7);
  assert.is(seen.record.finished, "2027");
});

test("an end that was settled since the record was read", () => {
  remember({ exitCode: 7, finished: "2027" });
  const seen = see(record as ContainerRecord);
  assert.is(seen.state, "exited");
  assert.is(seen.record.exitCode, 7);
});

test("a start since the record was read", () => {
  remember({ process: markOf(process.pid) });
  assert.is(see(record as ContainerRecord).state, "running");
});

test("nobody knows how it ended, and nobody will", () => {
  assert.is(see(record as ContainerRecord).state, "dead");
  const settled = { ...record, monitor: markOf(process.pid), finished: "2027" };
  assert.is(see(settled as ContainerRecord).state, "dead");
});

test("a monitor that has seen the end, and stands still, is not waited for for ever", () => {
  remember({ monitor: markOf(process.pid) });
  assert.is(see({ ...record, monitor: markOf(process.pid) } as ContainerRecord).state, "dead");
});

test("a new container waits for whoever has found its note first", async () => {
  const spec = { id: "1".repeat(64), argv: ["true"], named: [] } as unknown as Spec;
  const looks = tryLife(spec.id);
  const made = createContainer(spec, { layers: [] });
  looks?.end();
  assert.is((await made).id, spec.id);
});

test.run();
