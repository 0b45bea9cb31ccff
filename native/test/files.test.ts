/** The calls on files that Node lacks. */
import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants as file,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { addon, BUILT, fails, link, proc, since } from "./start.ts";

const test = suite("files");

const AT_FDCWD = -100;
const dir = mkdtempSync(join(tmpdir(), "mydocker-files-"));
const at = (name: string) => join(dir, name);
test.after(() => rmSync(dir, { recursive: true }));

test("pipe: bytes go in at the second and come out at the first, and both are close-on-exec", () => {
  const [read, write] = addon.pipe();
  writeSync(write, "through");
  const bytes = Buffer.alloc(10);
  assert.is(bytes.toString("utf8", 0, readSync(read, bytes)), "through");
  for (const fd of [read, write]) {
    assert.match(proc("self", `fdinfo/${fd}`), /^flags:\s+020/m);
    closeSync(fd);
  }
});

test("flock: one at a time", () => {
  const [LOCK_EX, LOCK_NB, LOCK_UN] = [2, 4, 8];
  const [one, two] = [openSync(at("lock"), "w"), openSync(at("lock"), "w")];
  addon.flock(one, LOCK_EX);
  fails("EAGAIN", "flock", () => addon.flock(two, LOCK_EX | LOCK_NB));
  addon.flock(one, LOCK_UN);
  addon.flock(two, LOCK_EX | LOCK_NB);
  closeSync(one);
  closeSync(two);
});

test("openat2: within a root, and not through links", () => {
  if (!since(5, 6)) return;
  const RESOLVE = { NO_SYMLINKS: 4, IN_ROOT: 0x10 };
  mkdirSync(at("root"));
  writeFileSync(at("root/file"), "inside");
  execFileSync("ln", ["-s", "/file", at("root/link")]);
  const root = openSync(at("root"), "r");
  const fd = addon.openat2(root, "link", 0o2000000, 0, RESOLVE.IN_ROOT);
  assert.is(readFileSync(fd, "utf8"), "inside");
  closeSync(fd);
  fails("ELOOP", "openat2", () => addon.openat2(root, "link", 0, 0, RESOLVE.NO_SYMLINKS));
  const bytes = Buffer.from("n\xffme", "latin1");
  closeSync(addon.openat2(root, bytes, file.O_CREAT | file.O_WRONLY, 0o600, 0));
  assert.ok(readdirSync(at("root"), "buffer").some((name) => name.equals(bytes)));
  closeSync(root);
});

test("mknod", () => {
  addon.mknod(at("null"), 0o20600, 1, 3);
  assert.is(lstatSync(at("null")).rdev, 0x103);
  fails("EEXIST", "mknod", () => addon.mknod(at("null"), 0o20600, 1, 3));
});

test("renameat2: exchange, and no replacement", () => {
  const [NOREPLACE, EXCHANGE] = [1, 2];
  writeFileSync(at("one"), "1");
  writeFileSync(at("two"), "2");
  addon.renameat2(AT_FDCWD, at("one"), AT_FDCWD, at("two"), EXCHANGE);
  assert.is(readFileSync(at("one"), "utf8"), "2");
  fails("EEXIST", "renameat2", () =>
    addon.renameat2(AT_FDCWD, at("one"), AT_FDCWD, at("two"), NOREPLACE),
  );
});

test("umount2 says no to what is no mount", () => {
  fails("EINVAL", "umount2", () => addon.umount2(dir, 0));
});

test("umount2 of a mount in a namespace of its own", () => {
  const script = `const a = require(${JSON.stringify(`${BUILT}/addon.node`)});
    const lines = () => require("node:fs").readFileSync("/proc/self/mountinfo", "utf8").split("\\n").length;
    const before = lines();
    require("node:child_process").execFileSync("mount", ["-t", "tmpfs", "none", ${JSON.stringify(dir)}]);
    a.umount2(${JSON.stringify(dir)}, 2);
    console.log(lines() - before);`;
  const argv = ["--mount", "--propagation", "private", process.execPath, "-e", script];
  assert.is(execFileSync("unshare", argv).toString(), "0\n");
});

test("lsetxattr, lgetxattr, llistxattr, also of a name and a value that are no text", () => {
  const path = Buffer.from(at("x\xff"), "latin1");
  writeFileSync(path, "");
  const value = Uint8Array.of(0, 1, 2, 0xff);
  addon.lsetxattr(path, "trusted.one", value);
  addon.lsetxattr(path, "trusted.two", new Uint8Array());
  assert.equal(Buffer.from(addon.lgetxattr(path, "trusted.one")), Buffer.from(value));
  assert.is(addon.lgetxattr(path, "trusted.two").length, 0);
  const names = addon.llistxattr(path).filter((name) => name.startsWith("trusted."));
  assert.equal(names.sort(), ["trusted.one", "trusted.two"]);
  fails("ENODATA", "lgetxattr", () => addon.lgetxattr(path, "trusted.none"));
  assert.equal(
    addon.llistxattr("/proc/self/status").filter((name) => name === "trusted.one"),
    [],
  );
});

test("readAll: each text whole, and undefined for what is not there", () => {
  const small = join(dir, "small");
  const large = join(dir, "large");
  const text = "ä\n".repeat(40_000);
  writeFileSync(small, "");
  writeFileSync(large, text);
  assert.equal(addon.readAll([large, small, join(dir, "none"), dir, large]), [
    text,
    "",
    undefined,
    undefined,
    text,
  ]);
  assert.equal(addon.readAll([]), []);
});

test("bpf: a filter of devices that allows everything", () => {
  const BPF_PROG_LOAD = 5;
  const BPF_PROG_TYPE_CGROUP_DEVICE = 15;
  const program = Buffer.from("b7000000010000009500000000000000", "hex"); // r0 = 1; exit
  const attr = Buffer.alloc(128);
  attr.writeUInt32LE(BPF_PROG_TYPE_CGROUP_DEVICE, 0);
  attr.writeUInt32LE(2, 4); // instructions
  const fd = addon.bpf(BPF_PROG_LOAD, attr, [
    [8, program],
    [16, Buffer.from("MIT\0")],
  ]);
  assert.is(link("self", `fd/${fd}`), "anon_inode:bpf-prog");
  closeSync(fd);
  fails("EINVAL", "bpf", () => addon.bpf(BPF_PROG_LOAD, attr, [[124, program]]));
});

test.run();
