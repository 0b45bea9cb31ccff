/** Roots that are not like the busybox of the lessons; needs root, a built bundle and busybox. */
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import { mountEtcFiles } from "../src/inside/etc.ts";
import { AT_FDCWD } from "../src/kernel/flags.ts";

const test = suite<{ directory: string; root: string; victim: string }>("roots");

const MYDOCKER = fileURLToPath(new URL("../bin/mydocker", import.meta.url));

function run(...args: readonly string[]) {
  return sh(`exec "$0" run "$@"`, MYDOCKER, ...args);
}

/** Runs a script in a mount namespace of its own, so that nothing that it mounts stays. */
function sh(script: string, ...args: readonly string[]) {
  const options = { encoding: "utf8", timeout: 20_000 } as const;
  const unshared = ["--mount", "sh", "-c", script, ...args];
  const { status, stdout, stderr } = spawnSync("unshare", unshared, options);
  return { status, out: stdout, err: stderr };
}

test.before.each((context) => {
  context.directory = mkdtempSync(join(tmpdir(), "mydocker-root-"));
  context.root = join(context.directory, "root");
  context.victim = join(context.directory, "victim");
  spawnSync("cp", ["-a", busyboxRoot(), context.root]); // it keeps hard links, cpSync does not
  mkdirSync(context.victim);
  writeFileSync(join(context.victim, "hosts"), "of the machine\n");
});

test.after.each(({ directory }) => rmSync(directory, { recursive: true }));

/** Replaces a path of the image by a link, which from the top of its root leads to the victim. */
function link(root: string, path: string, target: string): void {
  rmSync(join(root, path), { recursive: true });
  symlinkSync(join("../".repeat(16), target), join(root, path));
}

for (const path of ["proc", "sys"]) {
  test(`an image whose /${path} is a link is refused: it could lead to the machine`, (context) => {
    const { root, victim } = context;
    link(root, path, victim);
    const { status, err } = run("--rootfs", root, "/bin/true");
    assert.is(status, 125);
    assert.match(err, new RegExp(`open\\("/${path}", .*ENOTDIR`));
    assert.match(err, /hint: this image has a link/);
    assert.equal(readdirSync(victim), ["hosts"]);
  });
}

test("an image whose /etc, or a file in it, is a link into the machine changes nothing there", ({
  root,
  victim,
}) => {
  link(root, "etc/hosts", join(victim, "hosts"));
  const { status, out } = run("--rootfs", root, "/bin/cat", "/etc/hosts");
  assert.is(status, 0);
  assert.match(out, /^127\.0\.0\.1\tlocalhost$/m);
  link(root, "etc", victim);
  assert.is(run("--rootfs", root, "/bin/true").status, 0);
  assert.is(readFileSync(join(victim, "hosts"), "utf8"), "of the machine\n");
});

test("an image without /etc gets none", ({ root }) => {
  rmSync(join(root, "etc"), { recursive: true });
  assert.is(run("--rootfs", root, "/bin/ls", "/etc").status, 1);
});

for (const users of [[], ["--userns"]]) {
  const title = `--read-only keeps the root's other flags ${users.join("")}`;
  test(title.trimEnd(), ({ root }) => {
    const script = `mount -t tmpfs -o nosuid,nodev box /mnt && cp -a "$1/." /mnt && shift
      exec "$0" run "$@" --read-only --rootfs /mnt /bin/grep ' / ' /proc/mounts`;
    const { out, err } = sh(script, MYDOCKER, root, ...users);
    assert.match(out, /^box \/ tmpfs ro,nosuid,nodev,/, err);
  });
}

test("files for /etc are taken hold of where they are mounted: before Linux 6.15 nowhere else", () => {
  const plan = mountEtcFiles({ hosts: "x" });
  const opened = plan.filter(({ name }) => name === "open_tree").map(({ args }) => args);
  assert.equal(
    opened.map(([from, path]) => [from, path]),
    [[AT_FDCWD, "/proc/hosts"]],
  );
  assert.is(plan[0]?.name, "mount");
});

test.run();
