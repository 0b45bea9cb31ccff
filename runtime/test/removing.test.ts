/** Removing containers that are only just being started. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { processNow } from "../src/host/process.ts";
import { until } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = suite("removing");
let store: Store;
test.before(() => {
  store = storeOf("removing");
});
test.after(() => store.remove());

/** A container whose start waits, as somebody else fills its volume, until it is let go on. */
async function heldUp(name: string, ...options: string[]) {
  store.mydocker("volume", "create", name);
  const volume = join(store.root, "volumes", name);
  assert.ok(existsSync(volume));
  const holding = ["sh", "-c", "echo; read line"];
  const holder = spawn("flock", [join(volume, "fill.lock"), ...holding]);
  await once(holder.stdout, "data");
  const words = ["run", ...options, "--name", name, "-v", `${name}:/home`, "busybox"];
  const run = spawn(store.program, [...words, "sleep", "1000"], {
    env: store.env,
    stdio: "ignore",
  });
  const ended = once(run, "exit");
  await until("its start waits", () => waitsForLock(run));
  return { ended, goOn: () => holder.stdin.end("\n") };
}

/** In the list of locks, who waits has an arrow before the kind (proc_locks(5)). */
const waitsForLock = ({ pid }: ChildProcess) =>
  new RegExp(`-> FLOCK +ADVISORY +WRITE ${pid} `).test(readFileSync("/proc/locks", "utf8"));

/** Asleep whenever one looks, it has come to where it waits. */
async function asleep({ pid = 0 }: ChildProcess): Promise<void> {
  let looks = 0;
  await until("it waits", () => {
    looks = processNow(pid)?.state === "S" ? looks + 1 : 0;
    return looks === 5;
  });
}

for (const options of [[], ["--rm"]]) {
  test(`rm -f ends what is being started (${options.join(" ") || "kept"})`, async () => {
    const name = `bird${options.length}`;
    const { ended, goOn } = await heldUp(name, ...options);
    const removing = spawn(store.program, ["rm", "-f", name], {
      env: store.env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    const removed = once(removing, "exit");
    await asleep(removing);
    goOn();
    assert.equal(await removed, [0, null]);
    assert.equal(await ended, [137, null]);
    assert.is(store.mydocker("ps", "-aq"), "");
  });
}

test("rm refuses what is being started as it refuses what runs", async () => {
  const { ended, goOn } = await heldUp("owl");
  const refused = spawn(store.program, ["rm", "owl"], { env: store.env });
  let said = "";
  refused.stderr.on("data", (text) => {
    said += text;
  });
  const refusal = once(refused, "close");
  await asleep(refused);
  goOn();
  assert.equal(await refusal, [1, null]);
  assert.match(said, /container owl is running: stop it first/);
  store.mydocker("rm", "-f", "owl");
  await ended;
});

test.run();
