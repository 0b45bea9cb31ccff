/** What init lets go of, and what the kernel shows of it. */
import { closeSync, openSync, readdirSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  addon,
  CLONE,
  type Init,
  link,
  type Options,
  proc,
  since,
  start,
  status,
} from "./start.ts";

const test = suite("init");

const AT_FDCWD = -100;
const NONE = "0".repeat(16);
const ENOSYS = 38;

/** An init that has let go of everything, since it has come to its plan. */
function started(options: Options = {}): Init {
  const init = start(options);
  init.do("umask", [0o22]);
  return init;
}

const open = (pid: number) => readdirSync(`/proc/${pid}/fd`).map(Number);

/** Descriptors that an exec would leave open, which Node itself never makes. */
function leaky(count: number): number[] {
  return Array.from({ length: count }, () => addon.openat2(AT_FDCWD, "/dev/null", 0, 0, 0));
}

test("signals: nothing ignored, blocked or caught, whatever Node does", async () => {
  const SIGPIPE = 1n << 12n;
  assert.ok(BigInt(`0x${status("self", "SigIgn")}`) & SIGPIPE, "Node ignores SIGPIPE");
  const init = started();
  const masks = ["SigBlk", "SigIgn", "SigCgt"].map((field) => status(init.pid, field));
  assert.equal(masks, [NONE, NONE, NONE]);
  await init.end();
});

test("descriptors: the standard ones and the named ones, and of those none outlives the exec", async () => {
  const leaks = since(5, 6) ? leaky(20) : [];
  const init = started({ keep: { extra: leaks[3] ?? 0 } });
  assert.equal(open(init.pid), [0, 1, 2, 3, 4, 5]);
  for (const fd of [3, 4, 5]) {
    assert.match(proc(init.pid, `fdinfo/${fd}`), /^flags:\s+02\d{6}$/m, `${fd} is close-on-exec`);
  }
  init.do("execve", ["/bin/sleep", ["sleep", "60"], []]);
  assert.is(init.report(), undefined);
  assert.equal(open(init.pid), [0, 1, 2]);
  process.kill(init.pid);
  for (const fd of leaks) closeSync(fd);
  await init.end();
});

/** A filter under which one system call does not exist. */
function without(number: number): Buffer {
  const filter: [code: number, jt: number, jf: number, k: number][] = [
    [0x20, 0, 0, 0], // load the number
    [0x15, 0, 1, number],
    [0x06, 0, 0, 0x00050000 | ENOSYS],
    [0x06, 0, 0, 0x7fff0000],
  ];
  const bytes = Buffer.alloc(8 * filter.length);
  filter.forEach(([code, jt, jf, k], i) => {
    bytes.writeUInt16LE(code, 8 * i);
    bytes.writeUInt8(jt, 8 * i + 2);
    bytes.writeUInt8(jf, 8 * i + 3);
    bytes.writeUInt32LE(k, 8 * i + 4);
  });
  return bytes;
}

/** Makes init execute init again, with its descriptors and many more still open. */
function again(init: Init): void {
  const [PLAN, REPORT] = [3, 4];
  for (let fd = 300; fd < 400; fd++) init.do("dup2", [0, fd]);
  for (const [from, to] of [
    [PLAN, 200],
    [REPORT, 201],
    [200, PLAN],
    [201, REPORT],
  ] as const)
    init.do("dup2", [from, to]);
  init.do("execve", ["/proc/self/exe", ["init", "plan", "report"], []]);
}

test("descriptors, on kernels without close_range(2)", async () => {
  const init = started();
  const CLOSE_RANGE = 436;
  init.do("seccomp", [1, 0, without(CLOSE_RANGE)]);
  again(init);
  assert.is(init.do("umask", [0]).index, 0, "another one, which counts anew");
  assert.equal(open(init.pid), [0, 1, 2, 3, 4]);
  await init.end();
});

test("descriptors, with close_range(2)", async () => {
  const init = started();
  again(init);
  assert.is(init.do("umask", [0]).index, 0);
  assert.equal(open(init.pid), [0, 1, 2, 3, 4]);
  await init.end();
});

test("capabilities: all in a user namespace of its own, none inheritable or ambient", async () => {
  for (const flags of [0, CLONE.NEWUSER]) {
    const init = started({ flags });
    assert.is.not(status(init.pid, "CapEff"), NONE);
    assert.is(status(init.pid, "CapInh"), NONE);
    assert.is(status(init.pid, "CapAmb"), NONE);
    await init.end();
  }
});

test("it is a copy in memory that cannot be written to, and is called init", async () => {
  const init = started();
  assert.is(link(init.pid, "exe"), "/memfd:init (deleted)");
  assert.is(status(init.pid, "Name"), "init");
  assert.is(proc(init.pid, "cmdline"), "init\0plan\0report\0");
  assert.is(proc(init.pid, "environ"), "");
  for (const mode of ["r+", "w"]) {
    assert.throws(
      () => openSync(`/proc/${init.pid}/exe`, mode),
      ({ code = "" }: NodeJS.ErrnoException) => ["EPERM", "ETXTBSY"].includes(code),
    );
  }
  await init.end();
});

test.run();
