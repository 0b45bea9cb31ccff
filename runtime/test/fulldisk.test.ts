/** The life of containers goes on where nothing can be written down any more. */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { vacate } from "./vacate.ts";

const test = suite("a full disk");
const SCRIPT = `mount -t tmpfs -o size=24m small "$1" && exec "$0" --import tsx "$2" "$1"`;
const PROGRAM = fileURLToPath(new URL("fulldisklife.ts", import.meta.url));

test("containers end, are stopped and removed, and how they ended is known", () => {
  const directory = mkdtempSync(join(tmpdir(), "mydocker-full-"));
  const words = ["--mount", "sh", "-c", SCRIPT, process.execPath, directory, PROGRAM];
  const said = JSON.parse(execFileSync("unshare", words, { encoding: "utf8" }));
  vacate(join(directory, "state"), directory);
  assert.equal(said["exec asked kill -TERM 1"], [0, "", ""]);
  assert.equal(said["wait asked"], [0, "4", ""]);
  assert.is(said.attached, 4);
  assert.equal(said["kill -s TERM killed"], [0, "killed", ""]);
  assert.equal(said["wait killed"], [0, "4", ""]);
  assert.equal(said["stop stopped"], [0, "stopped", ""]);
  assert.equal(said["kill -s TERM foreground"], [0, "foreground", ""]);
  assert.is(said.foreground, 4);
  const [status, , refusal] = said["stop again"];
  assert.is(status, 1, "it would start again, since nobody can remember that it was stopped");
  assert.match(refusal, /^mydocker: no space is left in DIR\/.*: make room$/);
  assert.equal(said["rm -f removed"], [0, "removed", ""]);
  assert.equal(said["rm -f again"], [0, "again", ""]);
  const [code, states] = said["ps -a --format {{.Names}} {{.Status}}"];
  assert.is(code, 0);
  assert.is(states.split("\n").length, 4);
  for (const name of ["asked", "killed", "stopped"]) {
    assert.match(states, new RegExp(`^${name} Exited \\(4\\)`, "m"));
  }
  assert.is(said.start, "stopped\n");
  assert.is(said.ps, "stopped\n");
});

test.run();
