/** Kernels that lack a call: what goes without it goes, and what does not says so in one line. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import { type CALLS, without } from "../../native/test/refuse.ts";

const test = suite("older kernels");

const MYDOCKER = fileURLToPath(new URL("../bin/mydocker", import.meta.url));
let top = "";

test.before(() => {
  top = mkdtempSync(join(tmpdir(), "mydocker-older-"));
  mkdirSync(join(top, "data"));
});
test.after(() => rmSync(top, { recursive: true, force: true }));

function run(missing: keyof typeof CALLS, ...options: string[]) {
  const args = ["run", "--rootfs", busyboxRoot(), ...options, "echo", "hello"];
  const { status, stdout, stderr } = spawnSync(MYDOCKER, args, {
    encoding: "utf8",
    env: {
      ...process.env,
      ...without(missing, constants.errno.ENOSYS),
      MYDOCKER_ROOT: join(top, "state"),
    },
  });
  return { status, stdout, stderr };
}

const GOOD = { status: 0, stdout: "hello\n", stderr: "" };

test("a container needs none of the calls that came after Linux 5.4", () => {
  for (const call of ["clone3", "openat2", "mount_setattr"] as const) {
    assert.equal(run(call), GOOD, call);
  }
});

test("a terminal and -u say which call they need, and since when there is one", () => {
  for (const [options, path] of [
    [["-t"], "/dev/pts/ptmx"],
    [["-u", "root"], "/etc/passwd"],
  ] as const) {
    const { status, stderr } = run("openat2", ...options);
    const said = stderr.trimEnd();
    assert.is(status, 125, said);
    assert.match(said, `${path} in the container cannot be opened: openat2 came with Linux 5.6`);
    assert.not.match(said, "\n");
  }
});

test("a read-only volume says so too, and one that can be written to does without", () => {
  const volume = `${join(top, "data")}:/data`;
  assert.equal(run("mount_setattr", "-v", volume), GOOD);
  const { status, stderr } = run("mount_setattr", "-v", `${volume}:ro`);
  assert.is(status, 125, stderr);
  assert.match(stderr, "mount_setattr came with Linux 5.12");
});

test.run();
