/** Every call of the table, made by a real init in namespaces of its own, and seen from outside. */
import { execFileSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  constants as file,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  addon,
  asked,
  CLONE,
  children,
  type Init,
  link,
  proc,
  since,
  start,
  status,
} from "./start.ts";

const test = suite("calls");

const AT_FDCWD = -100;
const SIGCHLD = 17;
const O = {
  WRONLY: 1,
  CREAT: 0o100,
  DIRECTORY: file.O_DIRECTORY,
  PATH: 0o10000000,
  CLOEXEC: 0o2000000,
};
const MS = { RDONLY: 1, NOSUID: 2, BIND: 0x1000, REC: 0x4000, PRIVATE: 1 << 18 };
const FS = CLONE.NEWNS | CLONE.NEWUTS | CLONE.NEWNET | CLONE.NEWIPC;

let dir: string;
let init: Init;

/** Where a path of init's own tmpfs is seen from here. */
const seen = (path: string) => `/proc/${init.pid}/root${dir}/${path}`;
const mode = (path: string) => lstatSync(seen(path)).mode & 0o7777;
const owner = (path: string) => [lstatSync(seen(path)).uid, lstatSync(seen(path)).gid];
const mounts = () => proc(init.pid, "mountinfo").trim().split("\n");
const inUts = (file: string) =>
  execFileSync("nsenter", ["-t", `${init.pid}`, "-u", "cat", `/proc/sys/kernel/${file}`])
    .toString()
    .trim();

/** A tmpfs that only this init sees, and its working directory. */
test.before.each(() => {
  dir = mkdtempSync(join(tmpdir(), "mydocker-calls-"));
  init = start({ flags: FS });
  init.do("mount", [null, "/", null, MS.REC | MS.PRIVATE, null]);
  init.do("mount", ["tmpfs", dir, "tmpfs", MS.NOSUID, "size=1m,mode=755"]);
  init.do("chdir", [dir]);
  init.do("umask", [0]);
});

test.after.each(async () => {
  await init.end();
  rmdirSync(dir);
});

test("mount, chdir, umount2", () => {
  assert.is(link(init.pid, "cwd"), dir);
  assert.ok(
    mounts().some((line) => line.includes(` ${dir} rw,nosuid`) && line.includes("size=1024k")),
  );
  assert.not.ok(proc("self", "mountinfo").includes(dir), "the machine does not see it");
  const before = mounts().length;
  init.do("chdir", ["/"]);
  init.do("umount2", [dir, 0]);
  assert.is(mounts().length, before - 1);
});

test("umask", () => {
  assert.is(init.do("umask", [0o27]).result, 0);
  assert.is(status(init.pid, "Umask"), "0027");
});

test("mkdir, mkdirat, open, openat, write, unlink", () => {
  init.do("mkdir", ["a", 0o750]);
  assert.is(mode("a"), 0o750);
  init.do("open", ["a", O.PATH | O.DIRECTORY, 0], { slot: "a" });
  init.do("mkdirat", [{ slot: "a" }, "b", 0o700]);
  assert.is(mode("a/b"), 0o700);
  init.do("openat", [{ slot: "a" }, "file", O.WRONLY | O.CREAT, 0o640], { slot: "file" });
  assert.is(init.do("write", [{ slot: "file" }, Buffer.from("a\0b")]).result, 3);
  assert.is(readFileSync(seen("a/file"), "latin1"), "a\0b");
  assert.is(mode("a/file"), 0o640);
  init.do("unlink", ["a/file"]);
  assert.not.ok(existsSync(seen("a/file")));
});

test("openat2 stays within its root", () => {
  if (!since(5, 6)) return;
  init.do("mkdir", ["root", 0o755]);
  init.do("symlink", ["/etc/passwd", "root/passwd"]);
  init.do("open", ["root", O.PATH, 0], { slot: "root" });
  const how = (resolve: bigint) =>
    new Uint8Array(BigUint64Array.of(BigInt(O.PATH), 0n, resolve).buffer);
  const RESOLVE_IN_ROOT = 0x10n;
  const { errno } = init.make("openat2", [{ slot: "root" }, "passwd", how(RESOLVE_IN_ROOT)], {
    tolerated: [constants.errno.ENOENT],
  });
  assert.is(errno, constants.errno.ENOENT);
  const { result } = init.do("openat2", [{ slot: "root" }, "passwd", how(0n)], { slot: "out" });
  assert.is(link(init.pid, `fd/${result}`), "/etc/passwd");
});

test("mknod, mknodat", () => {
  init.do("mknod", ["null", 0o20666, (1 << 8) | 3]);
  init.do("mknodat", [AT_FDCWD, "zero", 0o20600, (1 << 8) | 5]);
  assert.equal(
    ["null", "zero"].map((name) => [lstatSync(seen(name)).rdev, lstatSync(seen(name)).mode]),
    [
      [0x103, 0o20666],
      [0x105, 0o20600],
    ],
  );
});

test("symlink, symlinkat", () => {
  init.do("symlink", ["/nowhere", "one"]);
  init.do("symlinkat", ["/nowhere/else", AT_FDCWD, "two"]);
  assert.is(readlinkSync(seen("one")), "/nowhere");
  assert.is(readlinkSync(seen("two")), "/nowhere/else");
});

test("chmod, fchmod, fchmodat", () => {
  init.do("open", ["file", O.WRONLY | O.CREAT, 0o600], { slot: "file" });
  init.do("chmod", ["file", 0o4711]);
  assert.is(mode("file"), 0o4711);
  init.do("fchmod", [{ slot: "file" }, 0o604]);
  assert.is(mode("file"), 0o604);
  init.do("fchmodat", [AT_FDCWD, "file", 0o640]);
  assert.is(mode("file"), 0o640);
});

test("chown, lchown, fchown, fchownat", () => {
  const AT_SYMLINK_NOFOLLOW = 0x100;
  init.do("open", ["file", O.WRONLY | O.CREAT, 0o600], { slot: "file" });
  init.do("symlink", ["file", "link"]);
  init.do("chown", ["link", 11, 12]);
  init.do("lchown", ["link", 13, -1]);
  assert.equal(
    [owner("file"), owner("link")],
    [
      [11, 12],
      [13, 0],
    ],
  );
  init.do("fchown", [{ slot: "file" }, 14, 15]);
  init.do("fchownat", [AT_FDCWD, "link", 16, 17, AT_SYMLINK_NOFOLLOW]);
  assert.equal(
    [owner("file"), owner("link")],
    [
      [14, 15],
      [16, 17],
    ],
  );
});

test("fsopen, fsconfig, fsmount, move_mount", () => {
  const FSCONFIG = { SET_STRING: 1, CMD_CREATE: 6 };
  const MOVE_MOUNT_F_EMPTY_PATH = 4;
  init.do("mkdir", ["new", 0o755]);
  init.do("fsopen", ["tmpfs", 1], { slot: "fs" });
  init.do("fsconfig", [{ slot: "fs" }, FSCONFIG.SET_STRING, "size", "64k", 0]);
  init.do("fsconfig", [{ slot: "fs" }, FSCONFIG.CMD_CREATE, null, null, 0]);
  init.do("fsmount", [{ slot: "fs" }, 1, 0], { slot: "mount" });
  init.do("move_mount", [{ slot: "mount" }, "", AT_FDCWD, "new", MOVE_MOUNT_F_EMPTY_PATH]);
  assert.ok(mounts().some((line) => line.includes(`${dir}/new`) && line.includes("size=64k")));
});

test("open_tree, mount_setattr", () => {
  if (!since(5, 12)) return;
  const OPEN_TREE_CLONE = 1;
  const AT_EMPTY_PATH = 0x1000;
  const MOUNT_ATTR_RDONLY = 1n;
  init.do("mkdir", ["copy", 0o755]);
  init.do("open_tree", [AT_FDCWD, dir, OPEN_TREE_CLONE], { slot: "tree" });
  const attr = new Uint8Array(BigUint64Array.of(MOUNT_ATTR_RDONLY, 0n, 0n, 0n).buffer);
  init.do("mount_setattr", [{ slot: "tree" }, "", AT_EMPTY_PATH, attr]);
  init.do("move_mount", [{ slot: "tree" }, "", AT_FDCWD, "copy", 4]);
  assert.ok(mounts().some((line) => line.includes(`${dir}/copy ro,`)));
});

test("pivot_root, fchdir, chroot", () => {
  const MNT_DETACH = 2;
  init.do("mkdir", ["inner", 0o755]);
  init.do("open", [".", O.PATH, 0], { slot: "here" });
  init.do("pivot_root", [".", "."]);
  init.do("umount2", [".", MNT_DETACH]);
  assert.is(mounts().length, 1);
  init.do("chdir", ["inner"]);
  init.do("fchdir", [{ slot: "here" }]);
  assert.is(link(init.pid, "cwd"), "/");
  init.do("chroot", ["inner"]);
  assert.is(link(init.pid, "root"), "/inner");
});

test("sethostname, setdomainname", () => {
  init.do("sethostname", ["inside"]);
  init.do("setdomainname", ["example.com"]);
  assert.equal([inUts("hostname"), inUts("domainname")], ["inside", "example.com"]);
  assert.is.not(readFileSync("/proc/sys/kernel/hostname", "utf8").trim(), "inside");
});

test("setns, unshare", async () => {
  const other = start({ flags: CLONE.NEWUTS });
  init.do("open", [`/proc/${other.pid}/ns/uts`, O.CLOEXEC, 0], { slot: "uts" });
  init.do("setns", [{ slot: "uts" }, CLONE.NEWUTS]);
  assert.is(link(init.pid, "ns/uts"), link(other.pid, "ns/uts"));
  const before = link(init.pid, "ns/ipc");
  init.do("unshare", [CLONE.NEWIPC]);
  assert.is.not(link(init.pid, "ns/ipc"), before);
  await other.end();
});

test("clone", async () => {
  const { result } = init.do("clone", [SIGCHLD]);
  assert.equal(children(init.pid), [result]);
});

test("setresuid, setresgid, setgroups", () => {
  init.do("setgroups", [new Uint8Array(Uint32Array.of(7, 70000).buffer)]);
  init.do("setresgid", [21, 22, 23]);
  init.do("setresuid", [31, 32, 33]);
  assert.is(status(init.pid, "Groups"), "7 70000");
  assert.is(status(init.pid, "Gid"), "21\t22\t23\t22");
  assert.is(status(init.pid, "Uid"), "31\t32\t33\t32");
});

test("capset, prctl", () => {
  const PR_SET_NO_NEW_PRIVS = 38;
  const VERSION_3 = 0x20080522;
  init.do("prctl", [PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0]);
  assert.is(status(init.pid, "NoNewPrivs"), "1");
  const header = new Uint8Array(Uint32Array.of(VERSION_3, 0).buffer);
  const [CHOWN, KILL] = [1 << 0, 1 << 5];
  const sets = new Uint8Array(Uint32Array.of(CHOWN, CHOWN | KILL, 0, 0, 0, 0).buffer);
  init.do("capset", [header, sets]);
  assert.is(status(init.pid, "CapEff"), "0000000000000001");
  assert.is(status(init.pid, "CapPrm"), "0000000000000021");
  const { errno } = init.make("capset", [header, new Uint8Array(3)], {
    tolerated: [constants.errno.EINVAL],
  });
  assert.is(errno, constants.errno.EINVAL, "what is too short is not read beyond");
});

test("fstatfs, fstat: what is not as expected is an error", () => {
  const [PROC, SYSFS, S_IFCHR, NULL] = [0x9fa0, 0x62656572, 0x2000, 0x103];
  const { EBADF, ENODEV, EXDEV } = constants.errno;
  const failed = (name: string, args: readonly (number | { slot: string })[]) =>
    init.make(name, [...args], { tolerated: [EBADF, ENODEV, EXDEV] }).errno;
  init.do("open", ["/proc", O.PATH | O.DIRECTORY, 0], { slot: "proc" });
  init.do("fstatfs", [{ slot: "proc" }, PROC]);
  assert.is(failed("fstatfs", [{ slot: "proc" }, SYSFS]), EXDEV);
  assert.is(failed("fstatfs", [999, PROC]), EBADF);
  init.do("open", ["/dev/null", O.PATH, 0], { slot: "null" });
  init.do("fstat", [{ slot: "null" }, S_IFCHR, NULL]);
  assert.is(failed("fstat", [{ slot: "null" }, S_IFCHR, NULL + 2]), ENODEV);
  assert.is(failed("fstat", [{ slot: "proc" }, S_IFCHR, NULL]), ENODEV);
});

test("setrlimit", () => {
  init.do("setrlimit", [7, new Uint8Array(BigUint64Array.of(123n, 456n).buffer)]);
  assert.match(proc(init.pid, "limits"), /^Max open files\s+123\s+456/m);
  assert.equal(addon.getrlimit(init.pid, 7), [123n, 456n]);
});

test("seccomp", () => {
  const SECCOMP_SET_MODE_FILTER = 1;
  const allow = Buffer.alloc(8);
  allow.writeUInt16LE(0x06, 0); // BPF_RET
  allow.writeUInt32LE(0x7fff0000, 4); // SECCOMP_RET_ALLOW
  init.do("seccomp", [SECCOMP_SET_MODE_FILTER, 0, allow]);
  assert.is(status(init.pid, "Seccomp"), "2");
  for (const size of [9, 8 * 65537]) {
    const tolerated = [constants.errno.EINVAL];
    const told = init.make("seccomp", [1, 0, Buffer.alloc(size)], { tolerated });
    assert.is(told.errno, constants.errno.EINVAL, "no filter is cut off");
  }
});

test("keyctl", () => {
  const JOIN_SESSION_KEYRING = 1;
  const tolerated = [constants.errno.ENOSYS]; // a kernel without keys
  const { errno, result } = init.make("keyctl", [JOIN_SESSION_KEYRING, 0, 0, 0, 0], { tolerated });
  assert.ok(errno !== 0 || result > 0);
});

test("socket, and ioctl with a structure: the loopback is up", () => {
  const SIOCSIFFLAGS = 0x8914;
  const IFF_UP = 1;
  const request = Buffer.alloc(40);
  request.write("lo");
  request.writeInt16LE(IFF_UP, 16);
  const { result } = init.do("socket", [2, 2, 0], { slot: "socket" });
  assert.match(link(init.pid, `fd/${result}`), /^socket:/);
  assert.not.ok(proc(init.pid, "net/fib_trie").includes("127.0.0.1"));
  init.do("ioctl", [{ slot: "socket" }, SIOCSIFFLAGS, request]);
  assert.ok(proc(init.pid, "net/fib_trie").includes("127.0.0.1"));
});

test("setsid, and ioctl with an integer: the terminal is its own", async () => {
  const TIOCSCTTY = 0x540e;
  const [master, slave] = addon.openpty(24, 80);
  const owner = start({ keep: { tty: slave } });
  assert.is(owner.do("setsid", []).result, owner.pid);
  owner.do("ioctl", [{ slot: "tty" }, TIOCSCTTY, 0]);
  const [, session, terminal] = proc(owner.pid, "stat").split(") ")[1]?.split(" ").slice(2) ?? [];
  assert.is(Number(session), owner.pid);
  assert.is.not(Number(terminal), 0);
  await owner.end();
  closeSync(master);
  closeSync(slave);
});

test("dup, dup2, close", () => {
  init.do("open", ["/etc/passwd", 0, 0], { slot: "file" });
  const { result } = init.do("dup", [{ slot: "file" }], { slot: "copy" });
  assert.is(link(init.pid, `fd/${result}`), "/etc/passwd");
  init.do("dup2", [{ slot: "copy" }, 0]);
  assert.is(link(init.pid, "fd/0"), "/etc/passwd");
  init.do("close", [{ slot: "copy" }]);
  assert.not.ok(existsSync(`/proc/${init.pid}/fd/${result}`));
});

test("clone3, into a group of version 2", async () => {
  const { errno } = init.make("clone3", [SIGCHLD, 9999], { tolerated: [constants.errno.EBADF] });
  assert.is(errno, constants.errno.EBADF);
  const [, mount] = /^\S+ \S+ \S+ \/ (\S+) .* - cgroup2 /m.exec(proc("self", "mountinfo")) ?? [];
  if (!mount || !since(5, 7)) return;
  const group = `${mount}/mydocker-calls-${process.pid}`;
  mkdirSync(group);
  init.do("open", [group, 0, 0], { slot: "group" });
  const { result: child } = init.do("clone3", [SIGCHLD, { slot: "group" }]);
  assert.match(proc(child, "cgroup"), new RegExp(`^0::.*/mydocker-calls-${process.pid}$`, "m"));
  process.kill(child, "SIGKILL");
  await init.ended;
  rmdirSync(group);
});

test("nanosleep", () => {
  const time = new Uint8Array(BigInt64Array.of(0n, 20_000_000n).buffer);
  assert.ok(init.do("nanosleep", [time]).ns >= 20_000_000);
  const { errno } = init.make("nanosleep", [time.subarray(1)], {
    tolerated: [constants.errno.EINVAL],
  });
  assert.is(errno, constants.errno.EINVAL);
});

test("execve", async () => {
  const [read, write] = addon.pipe();
  const command = start({ stdio: [read, read, read] });
  const { index } = command.do("execve", ["/bin/cat", ["cat", "-"], ["A=1", "B=a  b"]]);
  assert.is(index, 0);
  assert.is(command.report(), undefined, "the pipe is closed by the exec");
  assert.is(proc(command.pid, "cmdline"), "cat\0-\0");
  assert.is(proc(command.pid, "environ"), "A=1\0B=a  b\0");
  closeSync(read);
  closeSync(write);
  assert.equal(await command.end(), { code: 0, signal: null });
});

test("that was the whole table", () => {
  if (!since(5, 12)) return;
  const source = readFileSync(new URL("../calls.c", import.meta.url), "utf8");
  const table = [...source.matchAll(/^ {2}CALL\((\w+),/gm)].map(([, name]) => name);
  assert.ok(table.length > 40);
  assert.equal(
    table.filter((name) => !asked.has(name ?? "")),
    [],
  );
});

test.run();
