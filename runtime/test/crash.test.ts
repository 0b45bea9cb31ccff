/**
 * mydocker is killed at every system call of its that changes something; the next command mends
 * what is left. On a pretend host, by strace(1) and killer.c. Needs root.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import { openHost } from "../../checks/src/harness/host.ts";

const test = suite("killed at any moment");

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

test("whatever is killed, the next command mends it and nothing is left", async () => {
  assert.is(spawnSync("strace", ["-V"]).status, 0, "strace is not installed");
  const host = await openHost({
    command: [process.execPath, "--import", "tsx", path("crash/main.ts")],
    // Keeping code would be changes of the first run of a command alone.
    env: {
      ...process.env,
      MYDOCKER: path("../dist/mydocker"),
      BUSYBOX: busyboxRoot(),
      MYDOCKER_KEEP_CODE: "",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  for (const stream of [host.child.stdout, host.child.stderr]) {
    stream?.on("data", (chunk) => said.push(String(chunk)));
  }
  const { code } = await host.ended;
  assert.is(code, 0, said.join(""));
});

test.run();
