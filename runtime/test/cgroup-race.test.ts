/** Groups while other mydockers sweep; plain directories stand in for a mounted hierarchy. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { makeGroup } from "../src/host/cgroup/group.ts";
import type { Hierarchy } from "../src/host/cgroup/index.ts";

const test = suite("groups, raced");

test("a new group that a sweeper takes for a left-over one is made again", async () => {
  const parent = mkdtempSync(join(tmpdir(), "mydocker-groups-"));
  const dir = join(parent, "id");
  const hierarchy = { name: "v2", dirs: () => [dir], settings: () => [] } as unknown as Hierarchy;
  mkdirSync(dir); // as if makeGroup had come so far when the sweeper came in between
  const script = 'flock "$0" sh -c \'echo; sleep 0.05; rmdir "$0"\' "$0"';
  const sweeper = spawn("sh", ["-c", script, dir], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => sweeper.stdout.once("data", resolve));
  try {
    const group = await makeGroup(hierarchy, "id", {});
    assert.ok(existsSync(dir));
    await group.remove();
    assert.not.ok(existsSync(dir));
  } finally {
    rmSync(parent, { recursive: true });
  }
});

test.run();
