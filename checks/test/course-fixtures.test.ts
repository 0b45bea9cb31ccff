/** The busybox root file system; needs a static busybox. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../src/fixtures/busybox.ts";
import { findBusybox, makeBusyboxRoot } from "../src/fixtures/rootfs.ts";

const test = suite<{ directory: string }>("busybox");

test.before.each((context) => {
  context.directory = mkdtempSync(join(tmpdir(), "busybox-test-"));
});
test.after.each(({ directory }) => rmSync(directory, { recursive: true, force: true }));

test("has a link for each applet, which is the program itself", ({ directory }) => {
  makeBusyboxRoot(directory);
  const list = execFileSync(findBusybox(), ["--list-full"], { encoding: "utf8" });
  const program = statSync(join(directory, "bin/busybox"));
  for (const applet of list.split("\n").filter(Boolean)) {
    assert.is(statSync(join(directory, applet)).ino, program.ino, applet);
  }
  const words = execFileSync(join(directory, "bin/echo"), ["a  b"], { encoding: "utf8" });
  assert.is(words, "a  b\n");
});

test("has users, groups, and the directories that a container mounts on", ({ directory }) => {
  const before = process.umask(0o077);
  makeBusyboxRoot(directory);
  process.umask(before);
  const mode = (path: string) => statSync(join(directory, path)).mode & 0o7777;
  assert.is(mode("tmp"), 0o1777);
  assert.is(mode("root"), 0o700);
  for (const path of ["proc", "sys", "dev", "etc", "bin"]) assert.is(mode(path), 0o755, path);
  assert.match(readFileSync(join(directory, "etc/passwd"), "utf8"), /^root:x:0:0:/);
  assert.match(readFileSync(join(directory, "etc/passwd"), "utf8"), /^nobody:x:65534:65534:/m);
  assert.match(readFileSync(join(directory, "etc/group"), "utf8"), /^daemon:x:1:/m);
});

test("is made once, and again when it was made of something else", ({ directory }) => {
  const root = busyboxRoot(directory);
  const first = statSync(root).ino;
  assert.is(statSync(busyboxRoot(directory)).ino, first);
  writeFileSync(join(directory, "busybox.made-of"), "another busybox");
  assert.is.not(statSync(busyboxRoot(directory)).ino, first);
  assert.equal(readdirSync(directory).sort(), ["busybox", "busybox.made-of"]);
});

test("a busybox that needs shared libraries is none", () => {
  assert.throws(() => findBusybox({ MYDOCKER_BUSYBOX: process.execPath }), /setup/);
  assert.throws(() => findBusybox({ MYDOCKER_BUSYBOX: "/nowhere" }), /setup/);
});

test.run();
