/** The process that looks after a container, and what is remembered of the container's own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../../checks/src/fixtures/busybox.ts";
import { attacks, mydocker, STATE } from "./attack.ts";

const { attack, run } = attacks("the monitor");

/** `run -d`, which must succeed. @returns the container's directory */
function detached(name: string, ...words: string[]): string {
  const options = ["--name", name, "--rootfs", busyboxRoot()];
  const { status, out, err } = mydocker("run", "-d", ...options, ...words);
  assert.is(status, 0, err);
  return join(STATE, "containers", out);
}

const inside = (name: string, script: string) => mydocker("exec", name, "sh", "-c", script).out;

attack(
  "nothing of the monitor is in sight of its container, whose network is the machine's",
  () => {
    const directory = detached("bird", "--network", "host", "sleep", "600");
    try {
      assert.not.match(inside("bird", "cat /proc/net/unix"), /@.*(attach|mydocker)/);
      const programs = inside("bird", "cat /proc/[0-9]*/comm").split("\n").toSorted();
      assert.equal(programs, ["cat", "sleep"]);
      assert.ok(readdirSync(directory).includes("attach"));
      for (const path of [directory, join(directory, "attach")]) {
        assert.is(statSync(path).mode & 0o777, 0o700);
      }
    } finally {
      mydocker("rm", "-f", "bird");
    }
  },
);

attack("a recorded pid that another process has by now: that process is left alone", async () => {
  const record = join(detached("stale", "true"), "container.json");
  assert.is(mydocker("wait", "stale").out, "0");
  const victim = spawn("sleep", ["600"], { stdio: "ignore" });
  const ended = once(victim, "exit");
  const { finished, exitCode, ...before } = JSON.parse(readFileSync(record, "utf8"));
  const stale = { ...before, process: { ...before.process, pid: victim.pid } };
  try {
    for (const words of [
      ["kill", "stale"],
      ["pause", "stale"],
      ["exec", "stale", "true"],
      ["top", "stale"],
      ["stop", "-t", "1", "stale"],
      ["rm", "-f", "stale"],
    ]) {
      writeFileSync(record, JSON.stringify(stale));
      const { status } = mydocker(...words);
      if (words[0] !== "stop" && words[0] !== "rm") assert.is.not(status, 0, words.join(" "));
      assert.ok(victim.exitCode === null && isAlive(victim.pid), words.join(" "));
    }
  } finally {
    victim.kill("SIGKILL");
    await ended;
  }
});

/** Not dead, and not only waiting for us to look at its exit code. */
function isAlive(pid = 0): boolean {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2, text.lastIndexOf(")") + 3) !== "Z";
}

run();
