/** The child that clone makes, how it is waited for, and what is told of it. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  constants as file,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { refuser, without } from "./refuse.ts";
import {
  addon,
  BUILT,
  CLONE,
  children,
  fails,
  INIT,
  link,
  proc,
  start,
  status,
  wait,
} from "./start.ts";
import { encode } from "./wire.ts";

const test = suite("clone");

const dir = mkdtempSync(join(tmpdir(), "mydocker-clone-"));
const at = (name: string) => join(dir, name);
test.after(() => rmSync(dir, { recursive: true }));

const run = (...argv: readonly string[]) => {
  const init = start();
  init.send({ name: "execve", args: [argv[0] ?? "", argv, []] });
  return init.end();
};

const open = () => readdirSync("/proc/self/fd").length;

test("wait tells a code from a signal", async () => {
  assert.equal(await run("/bin/sh", "-c", "exit 42"), { code: 42, signal: null });
  assert.equal(await run("/bin/sh", "-c", "kill -SEGV $$"), { code: null, signal: 11 });
});

test("wait leaves the event loop free", async () => {
  const init = start();
  let ended = false;
  init.ended.then(() => {
    ended = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.not.ok(ended);
  await init.end();
});

test("wait for what is not our child tells only of its end", async () => {
  const init = start();
  const { result: child } = init.do("clone", [17]);
  const ended = wait(child, addon.pidfdOpen(child));
  init.end();
  assert.equal(await ended, { code: null, signal: null });
});

test("what the callback throws is an uncaught exception", () => {
  const script = `const a = require(${JSON.stringify(`${BUILT}/addon.node`)});
    process.on("uncaughtException", (e) => { console.log("caught " + e.message); });
    const { pid, pidfd } = a.clone(${JSON.stringify(INIT)}, 0, -1, [0, 1, 2], [], ["init"]);
    a.wait(pid, pidfd, () => { throw new Error("mine"); });`;
  const { stdout, status } = spawnSync(process.execPath, ["-e", script]);
  assert.equal([stdout.toString(), status], ["caught mine\n", 0]);
});

test("200 clones leave no descriptor and no zombie", async () => {
  await start().end();
  const before = open();
  for (let i = 0; i < 20; i++) {
    const ended = Array.from({ length: 10 }, () =>
      start({ flags: i % 2 ? CLONE.NEWUTS : 0 }).end(),
    );
    assert.equal(new Set((await Promise.all(ended)).map(({ code }) => code)), new Set([125]));
  }
  const more = open() - before;
  assert.ok(more < 10, `${more} more`); // Node's own come and go; ours would be hundreds
  assert.equal(children("self"), []);
});

test("namespaces as asked for, and no others", async () => {
  const init = start({ flags: CLONE.NEWUTS | CLONE.NEWPID | CLONE.NEWNET });
  const differs = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"].filter(
    (name) => link(init.pid, `ns/${name}`) !== link("self", `ns/${name}`),
  );
  assert.equal(differs, ["net", "pid", "uts"]);
  await init.end();
});

test("our own signals are as before", async () => {
  const before = status("self", "SigBlk");
  await start().end();
  assert.throws(() => addon.clone(at("none"), 0, -1, [0, 1, 2], [], ["init"]));
  assert.is(status("self", "SigBlk"), before);
});

test("descriptors that are each other's targets change places", () => {
  const files = [0, 1, 2, 3, 4, 5].map((i) => openSync(at(`file${i}`), "w+"));
  const script = `const a = require(${JSON.stringify(`${BUILT}/addon.node`)});
    const fs = require("node:fs");
    const { pid, pidfd } = a.clone("/bin/sleep", 0, -1, [5, 4, 3], [2, 1, 0], ["sleep", "60"]);
    const link = (fd) => fs.readlinkSync("/proc/" + pid + "/fd/" + fd).at(-1);
    fs.writeSync(1, [0, 1, 2, 3, 4, 5].map(link).join(""));
    a.pidfdSendSignal(pidfd, 9);
    a.wait(pid, pidfd, () => {});`;
  const { status } = spawnSync(process.execPath, ["-e", script], { stdio: files });
  for (const fd of files) closeSync(fd);
  assert.equal([status, readFileSync(at("file1"), "utf8")], [0, "543210"]);
});

test("what is wrong before, in and after the clone is thrown, and leaves nothing", () => {
  const argv = ["init", "plan", "report"];
  const before = open();
  writeFileSync(at("text"), "no program");
  fails("ENOENT", "open", () => addon.clone(at("none"), 0, -1, [0, 1, 2], [], argv));
  fails("ENOEXEC", "execveat", () => addon.clone(at("text"), 0, -1, [0, 1, 2], [], argv));
  fails("EBADF", "dup2", () => addon.clone(INIT, 0, -1, [0, 1, 2], [9999], argv));
  const CLONE_FS = 0x200; // not together with CLONE_NEWNS
  fails("EINVAL", "clone", () =>
    addon.clone(INIT, CLONE_FS | CLONE.NEWNS, -1, [0, 1, 2], [], argv),
  );
  fails("EBADF", "clone", () => addon.clone(INIT, 0, 9999, [0, 1, 2], [], argv));
  assert.throws(() => addon.clone(`${INIT}\0`, 0, -1, [0, 1, 2], [], argv), /NUL/);
  assert.throws(() => addon.clone(INIT, 0, -1, [0, 1, 2], [], 7 as never));
  const more = open() - before;
  assert.ok(more < 10, `${more} more`); // Node's own come and go; ours would be hundreds
  assert.equal(children("self"), []);
});

/** Calls with a directory in which cgroups of version 2 can be made. */
async function inCgroups(use: (top: string) => Promise<void>) {
  const owner = start({ flags: CLONE.NEWNS });
  owner.do("mount", [null, "/", null, 0x4000 | (1 << 18), null]);
  owner.do("mount", ["tmpfs", dir, "tmpfs", 0, null]);
  owner.do("mount", ["cgroup2", dir, "cgroup2", 0, null]);
  const top = `/proc/${owner.pid}/root${dir}/mydocker-native-test-${process.pid}`;
  mkdirSync(top);
  try {
    await use(top);
  } finally {
    rmdirSync(top);
    await owner.end();
  }
}

test("a child is born in a cgroup", async () => {
  await inCgroups(async (group) => {
    const fd = openSync(group, file.O_DIRECTORY);
    const init = start({ cgroup: fd });
    assert.is(readFileSync(join(group, "cgroup.procs"), "utf8"), `${init.pid}\n`);
    closeSync(fd);
    await init.end();
  });
});

test("where clone3(2) cannot put it there, a child joins its cgroup by itself", async () => {
  const { ENOSYS, E2BIG, EINVAL } = constants.errno;
  await inCgroups(async (group) => {
    const procs = join(group, "cgroup.procs");
    for (const [errno, flags] of [
      [ENOSYS, 0],
      [E2BIG, CLONE.NEWPID],
      [EINVAL, CLONE.NEWUSER],
    ] as const) {
      const script = `try { process.dlopen({ exports: {} }, ${JSON.stringify(refuser())}); } catch {}
        const a = require(${JSON.stringify(`${BUILT}/addon.node`)});
        const fs = require("node:fs");
        const fd = fs.openSync(${JSON.stringify(group)}, ${file.O_DIRECTORY});
        const { pid, pidfd } = a.clone("/bin/sleep", ${flags}, fd, [0, 1, 2], [], ["sleep", "60"]);
        fs.writeSync(1, pid + "\\n" + fs.readFileSync(${JSON.stringify(procs)}));
        a.pidfdSendSignal(pidfd, 9);
        a.wait(pid, pidfd, () => {});`;
      const { LD_PRELOAD, ...env } = without("clone3", errno);
      const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { env });
      const [pid, ...members] = stdout.toString().trimEnd().split("\n");
      assert.equal(members, [pid], `${errno}: ${stderr}`);
    }
  });
});

test("the cgroup that it joins is the root of its cgroup namespace", async () => {
  await inCgroups(async (group) => {
    const script = `const a = require(${JSON.stringify(`${BUILT}/addon.node`)});
      const fd = require("node:fs").openSync(${JSON.stringify(group)}, ${file.O_DIRECTORY});
      const argv = ["cat", "/proc/self/cgroup"];
      const { pid, pidfd } = a.clone("/bin/cat", ${CLONE.NEWCGROUP}, fd, [0, 1, 2], [], argv);
      a.wait(pid, pidfd, () => {});`;
    for (const env of [process.env, without("clone3", constants.errno.ENOSYS)]) {
      const { stdout } = spawnSync(process.execPath, ["-e", script], { env });
      assert.match(stdout.toString(), /^0::\/$/m);
    }
  });
});

test("a cgroup that cannot be joined is told, with the call", async () => {
  const script = `const a = require(${JSON.stringify(`${BUILT}/addon.node`)});
    const fd = require("node:fs").openSync("/proc", ${file.O_DIRECTORY});
    try { a.clone("/bin/true", 0, fd, [0, 1, 2], [], ["true"]); }
    catch (error) { process.stdout.write(error.message); }`;
  const env = without("clone3", constants.errno.ENOSYS);
  const { stdout } = spawnSync(process.execPath, ["-e", script], { env });
  assert.match(stdout.toString(), /^openat: No such file or directory/);
});

test("where clone3(2) does not exist, clone(2) does", async () => {
  const script = `const a = require(${JSON.stringify(`${BUILT}/addon.node`)});
    const { pid, pidfd } = a.clone("/bin/true", ${CLONE.NEWUTS}, -1, [0, 1, 2], [], ["true"]);
    a.wait(pid, pidfd, (code, signal) => process.exit(code || signal || 77));`;
  const init = start({ stdio: [0, 1, 2] });
  const CLONE3 = 435;
  init.do("seccomp", [1, 0, missing(CLONE3)]);
  init.send({ name: "execve", args: [process.execPath, ["node", "-e", script], []] });
  assert.equal(await init.end(), { code: 77, signal: null });
});

/** A seccomp filter under which a system call answers ENOSYS. */
function missing(number: number): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt16LE(0x20, 0); // load the number
  bytes.writeUInt16LE(0x15, 8); // is it this one?
  bytes.writeUInt8(1, 11);
  bytes.writeUInt32LE(number, 12);
  bytes.writeUInt16LE(0x06, 16);
  bytes.writeUInt32LE(0x00050000 | constants.errno.ENOSYS, 20);
  bytes.writeUInt16LE(0x06, 24);
  bytes.writeUInt32LE(0x7fff0000, 28); // allowed
  return bytes;
}

/** Runs a file of ours as nobody, who can read only copies of what is built. */
function asNobody(script: string) {
  const place = mkdtempSync(join(tmpdir(), "mydocker-nobody-"));
  chmodSync(place, 0o755);
  for (const name of ["addon.node", "init"]) copyFileSync(join(BUILT, name), join(place, name));
  writeFileSync(join(place, "script.cjs"), script, { mode: 0o644 });
  const ids = ["--reuid=65534", "--regid=65534", "--clear-groups"];
  const { stdout, stderr } = spawnSync("setpriv", [
    ...ids,
    process.execPath,
    join(place, "script.cjs"),
  ]);
  rmSync(place, { recursive: true });
  return stdout.toString() + stderr.toString();
}

test("without root, init has all capabilities in its user namespace, and mounts there", () => {
  const plan = (...calls: Parameters<typeof encode>[0][]) =>
    Buffer.concat(calls.map(encode)).toString("base64");
  const before = plan(
    { name: "mount", args: ["none", "/tmp", "tmpfs", 0, null] },
    { name: "sethostname", args: ["unmapped"], report: true },
  );
  const after = plan(
    { name: "mount", args: ["none", "/tmp", "tmpfs", 0, null] },
    { name: "mkdir", args: ["/tmp/inside", 0o755], report: true },
  );
  const script = `const a = require("./addon.node");
    const fs = require("node:fs");
    const [planEnd, plan] = a.pipe(), [reports, reportEnd] = a.pipe();
    const flags = ${CLONE.NEWUSER | CLONE.NEWNS | CLONE.NEWUTS};
    const argv = ["init", "plan", "report"];
    const { pid, pidfd } = a.clone(__dirname + "/init", flags, -1, [0, 1, 2], [planEnd, reportEnd], argv);
    fs.closeSync(planEnd), fs.closeSync(reportEnd);
    const told = Buffer.alloc(24);
    const send = (text) => {
      fs.writeSync(plan, Buffer.from(text, "base64"));
      console.log(fs.readSync(reports, told), told.readUInt32LE(0), told.readInt32LE(4));
    };
    send("${before}");
    fs.writeFileSync("/proc/" + pid + "/setgroups", "deny");
    fs.writeFileSync("/proc/" + pid + "/uid_map", "0 65534 1");
    fs.writeFileSync("/proc/" + pid + "/gid_map", "0 65534 1");
    send("${after}");
    console.log(fs.readdirSync("/proc/" + pid + "/root/tmp").join(), fs.existsSync("/tmp/inside"));
    console.log(fs.statSync("/proc/self/environ").uid); // Node itself is as dumpable as before
    fs.closeSync(plan);
    a.wait(pid, pidfd, (code, signal) => console.log("ended", code, signal));`;
  assert.is(asNobody(script), "24 1 0\n24 3 0\ninside false\n65534\nended 125 0\n");
});

test("without root, other namespaces are refused", () => {
  const script = `const a = require("./addon.node");
    try { a.clone(__dirname + "/init", ${CLONE.NEWNS}, -1, [0, 1, 2], [], ["init"]); }
    catch (e) { console.log(e.code, e.errno, e.syscall); }`;
  assert.is(asNobody(script), "EPERM 1 clone\n");
});

test("getrlimit", () => {
  const [, soft, hard] = proc("self", "limits").match(/^Max open files\s+(\d+)\s+(\d+)/m) ?? [];
  assert.equal(addon.getrlimit(0, 7), [BigInt(soft ?? 0), BigInt(hard ?? 0)]);
  fails("ESRCH", "prlimit", () => addon.getrlimit(2 ** 22 + 1, 7));
});

test("pidfdOpen, pidfdSendSignal", async () => {
  const init = start();
  const pidfd = addon.pidfdOpen(init.pid);
  addon.pidfdSendSignal(pidfd, constants.signals.SIGTERM);
  assert.equal(await init.ended, { code: null, signal: 15 });
  fails("ESRCH", "pidfd_send_signal", () => addon.pidfdSendSignal(pidfd, 0));
  closeSync(pidfd);
  await init.end();
});

test.run();
