/** Removing containers that are only just being started. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Store, storeOf } from "./store.ts";

const test = suite("removing");
let store: Store;
test.before(() => {
  store = storeOf("removing");
});
test.after(() => store.remove());

const LATE = 1500; // ms that a start is held up; a mydocker looks before that

/** Begins a container whose start waits, as somebody else fills its volume. */
async function heldUp(name: string, ...options: string[]) {
  store.mydocker("volume", "create", name);
  const volume = join(store.root, "volumes", name);
  assert.ok(existsSync(volume));
  const holder = spawn("flock", [join(volume, "fill.lock"), "sleep", `${LATE / 1000}`]);
  await setTimeout(50);
  const words = ["run", ...options, "--name", name, "-v", `${name}:/home`, "busybox"];
  const run = spawn(store.program, [...words, "sleep", "60"], { env: store.env, stdio: "ignore" });
  const ended = once(run, "exit");
  const containers = join(store.root, "containers");
  mkdirSync(containers, { recursive: true });
  while (
    !readdirSync(containers).some((id) => existsSync(join(containers, id, "container.json")))
  ) {
    await setTimeout(10);
  }
  return { ended, holder };
}

for (const options of [[], ["--rm"]]) {
  test(`rm -f ends what is being started (${options.join(" ") || "kept"})`, async () => {
    const name = `bird${options.length}`;
    const { ended } = await heldUp(name, ...options);
    const begun = Date.now();
    const { status, err } = store.try("rm", "-f", name);
    assert.is(err, "");
    assert.is(status, 0);
    assert.ok(Date.now() - begun < 9000, "the container's own end was awaited");
    assert.equal(await ended, [137, null]);
    assert.is(store.mydocker("ps", "-aq"), "");
  });
}

test("rm refuses what is being started as it refuses what runs", async () => {
  const { ended } = await heldUp("owl");
  const { status, err } = store.try("rm", "owl");
  assert.is(status, 1);
  assert.match(err, /container owl is running: stop it first/);
  store.mydocker("rm", "-f", "owl");
  await ended;
});

test.run();
