/** ./setup on machines that lack something, played by a PATH with only stand-ins in it. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
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
import { findBusybox } from "../src/fixtures/rootfs.ts";

const test = suite<{ bin: string }>("setup");

const BUSYBOX = findBusybox();
const SETUP = fileURLToPath(new URL("../../setup", import.meta.url));

test.before.each((context) => {
  context.bin = mkdtempSync(join(tmpdir(), "setup-test-"));
  for (const name of ["cc", "c++", "make", "python3", "ip", "iptables-restore", "lsns", "pgrep"]) {
    stand(context.bin, name, "exit 0");
  }
  symlinkSync(BUSYBOX, join(context.bin, "busybox"));
  symlinkSync("/usr/bin/dirname", join(context.bin, "dirname"));
});
test.after.each(({ bin }) => rmSync(bin, { recursive: true, force: true }));

function stand(bin: string, name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

function setup(bin: string, { user = 0, words = [] as string[], lang = "en" } = {}) {
  stand(bin, "id", `echo ${user}`);
  const env = { PATH: bin, MYDOCKER_LANG: lang };
  const { status, stdout, stderr } = spawnSync("/bin/sh", [SETUP, ...words], {
    env,
    encoding: "utf8",
  });
  const log = join(bin, "log");
  const calls = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
  return { status, text: stdout + stderr, calls };
}

/** A package manager that notes how it is called, and installs a program if asked to. */
const manager = (bin: string, name: string, installs: string) =>
  stand(bin, name, `echo "${name} $*" >> ${bin}/log\n${installs}`);

const installing = (bin: string, name: string) =>
  `case "$*" in *install*) /bin/ln -sf ${BUSYBOX} ${bin}/${name} ;; esac`;

test("says and does nothing when nothing is missing, and quickly", ({ bin }) => {
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    assert.equal(setup(bin), { status: 0, text: "", calls: [] });
    return performance.now() - start;
  });
  assert.ok(Math.min(...times) < 100);
});

test("apt-get installs just what is missing, after it has said why", ({ bin }) => {
  rmSync(join(bin, "make"));
  manager(bin, "apt-get", installing(bin, "make"));
  const { status, text, calls } = setup(bin);
  assert.is(status, 0);
  assert.match(text, "  make: runs the compilers");
  assert.equal(calls, ["apt-get update -q", "apt-get install -y -q --no-install-recommends make"]);
});

test("dnf turns on the repositories that have the rest", ({ bin }) => {
  rmSync(join(bin, "busybox"));
  manager(bin, "dnf", installing(bin, "busybox"));
  const { status, text, calls } = setup(bin);
  assert.is(status, 0);
  assert.match(text, "  busybox: the root file system");
  assert.equal(calls, ["dnf install -y epel-release", "dnf install -y --enablerepo=crb busybox"]);
});

test("what could not be installed is told, with exit code 2", ({ bin }) => {
  rmSync(join(bin, "lsns"));
  manager(bin, "apt-get", "exit 100");
  const { status, text } = setup(bin);
  assert.is(status, 2);
  assert.match(text, /Still missing:\n {2}util-linux/);
});

test("without root it prints the command and installs nothing", ({ bin }) => {
  rmSync(join(bin, "cc"));
  manager(bin, "apt-get", "exit 0");
  const { status, text, calls } = setup(bin, { user: 1000 });
  assert.is(status, 2);
  assert.match(text, `  sudo '${SETUP}'\n`);
  assert.equal(calls, []);
});

test("a busybox that needs shared libraries does not count", ({ bin }) => {
  rmSync(join(bin, "busybox"));
  stand(bin, "busybox", "exit 0"); // a script is as dynamic as its shell
  assert.match(setup(bin, { words: ["check"] }).text, "busybox-static");
});

test("only says what is missing when asked to check, in Chinese too", ({ bin }) => {
  rmSync(join(bin, "make"));
  const { status, text } = setup(bin, { words: ["check"], lang: "zh" });
  assert.is(status, 2);
  assert.is(text, "这台机器还缺：\n  make: 驱动编译器\n");
});

test.run();
