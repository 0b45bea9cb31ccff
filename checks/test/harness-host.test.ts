/** The pretend host: what it is like inside, and that the machine is as it was after. Needs root. */
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Delegation } from "../src/harness/cgroups.ts";
import { NO_ENTRANCE } from "../src/harness/entrance.ts";
import { openHost } from "../src/harness/host.ts";
import { sweep } from "../src/harness/journal.ts";
import { HARNESS } from "../src/harness/places.ts";
import { until } from "../src/harness/wait.ts";

const test = suite("pretend host");

/** Runs a shell line inside and returns what it prints. */
async function inside(line: string): Promise<string> {
  const host = await openHost({
    command: ["sh", "-c", line],
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  host.child.stdout?.on("data", (chunk) => {
    printed += chunk;
  });
  await host.ended;
  return printed;
}

/** What the journal says of the pretend hosts of a process. */
const journals = (pid: number) =>
  names(HARNESS)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(HARNESS, name))
    .map((path) => ({ path, ...JSON.parse(readFileSync(path, "utf8")) }))
    .filter(
      (entry): entry is { path: string; pid: number; delegation: Delegation } => entry.pid === pid,
    );

const names = (directory: string) => (existsSync(directory) ? readdirSync(directory) : []);

test("has its own processes, mounts, hostname, network and temporary files", async () => {
  const marker = mkdtempSync(join(tmpdir(), "mydocker-marker-"));
  const line = `readlink /proc/self/ns/pid /proc/self/ns/mnt; hostname; ls -d ${marker} 2>/dev/null; cat /proc/net/dev`;
  const [pid, mnt, name, ...links] = (await inside(line)).trim().split("\n");
  rmdirSync(marker);
  assert.is.not(pid, namespace("pid"));
  assert.is.not(mnt, namespace("mnt"));
  assert.is(name, "pretend-host");
  assert.is(links.length, 3); // two lines of headings, and lo
  assert.match(links[2] ?? "", /^ *lo:/);
});

const namespace = (kind: string) => readlinkSync(`/proc/self/ns/${kind}`);

test("its mounts are shared among themselves, as on a real machine", async () => {
  const lines = (await inside("cat /proc/self/mountinfo")).trim().split("\n");
  for (const line of lines) assert.match(line, / shared:\d+ /);
});

test("its cgroups are a subtree, of which it sees nothing above", async () => {
  const above = (await inside("cat /proc/self/cgroup")).trim();
  for (const line of above.split("\n")) assert.match(line, /:\/(harness)?$/);
});

test("reaps the orphans that come to it", async () => {
  const line =
    "(sleep 0 & exec true); sleep 0.05; while grep -qs '^State:.Z' /proc/[0-9]*/status; do :; done";
  assert.is(await inside(line), "");
});

test("has no descriptors but those that it should have", async () => {
  const open = await inside("exec ls /proc/self/fd");
  assert.equal(open.trim().split("\n"), ["0", "1", "2", "3"]); // 3: the directory itself
});

test("passes on how its command ended", async () => {
  const host = await openHost({ command: ["sh", "-c", "exit 7"] });
  assert.is((await host.ended).code, 7);
});

test("says when it cannot be made, and leaves nothing then", async () => {
  const host = await openHost({ command: ["true"], copies: new Map([["/no/such", "/tmp"]]) });
  const [journal] = journals(process.pid);
  assert.is((await host.ended).code, NO_ENTRANCE);
  assert.not(journal?.delegation.groups.some(existsSync));
});

test("leaves the machine as it was", async () => {
  const mountsBefore = readFileSync("/proc/self/mountinfo", "utf8");
  const host = await openHost({ command: ["sleep", "600"] });
  const [journal] = journals(process.pid);
  assert.ok(journal);
  assert.ok(journal.delegation.groups.every(existsSync));
  host.close();
  await host.ended;
  assert.not(existsSync(journal.path));
  assert.not(journal.delegation.groups.some(existsSync));
  assert.is(readFileSync("/proc/self/mountinfo", "utf8"), mountsBefore);
});

/** A harness in a process of its own, which is then ended by a signal. */
async function endedBy(signal: NodeJS.Signals) {
  const program = join(import.meta.dirname, "fixtures/harness/waits.ts");
  const harness = spawn(process.execPath, ["--import", "tsx", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: harness.stdout })) {
    const pid = Number(line); // of the command in the pretend host
    const [journal] = journals(harness.pid ?? -1);
    assert.ok(journal);
    const closed = new Promise((resolve) => harness.on("close", resolve));
    harness.kill(signal);
    await closed;
    const gone = await until(() => !existsSync(`/proc/${pid}`), 1000);
    assert.ok(gone, "its processes are gone");
    return journal;
  }
  throw new Error("the harness did not start");
}

test("Ctrl-C leaves nothing", async () => {
  const { path, delegation } = await endedBy("SIGINT");
  assert.not(existsSync(path));
  assert.not(delegation.groups.some(existsSync));
});

test("kill -9 leaves no process, and the next one takes the cgroups away", async () => {
  const { path, delegation } = await endedBy("SIGKILL");
  await sweep();
  assert.not(existsSync(path));
  assert.not(delegation.groups.some(existsSync));
});

test.run();
