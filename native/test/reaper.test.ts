/** What is left of init after a plan's clone: hands signals on, reaps, ends as its child did. */
import { closeSync, existsSync, readdirSync, readFileSync, readSync, writeSync } from "node:fs";
import { constants } from "node:os";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  addon,
  CLONE,
  children,
  type Init,
  type Options,
  proc,
  start,
  status,
  wait,
} from "./start.ts";

const test = suite("reaper");

const { signals } = constants;
const SIGCHLD = signals.SIGCHLD;
const TIOCSCTTY = 0x540e;

/** A reaper, and its child, which still waits for the rest of the plan. */
function cloned(options: Options = {}): { init: Init; child: number } {
  const init = start(options);
  init.do("setrlimit", [4, new Uint8Array(16)]); // no core files
  const child = init.do("clone", [SIGCHLD]).result;
  init.do("umask", [0o22]); // by the child: so it is on its way
  return { init, child };
}

const shell = (script: string) =>
  ["/bin/sh", ["sh", "-c", script], ["PATH=/bin:/usr/bin"]] as const;

const state = (pid: number) => (existsSync(`/proc/${pid}`) ? status(pid, "State")[0] : "");

/** Waits for what the kernel is about to do. */
async function until(what: string, check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 5000; !check(); await setTimeout(1)) {
    if (Date.now() > deadline) throw new Error(`in vain: ${what}`);
  }
}

/** All that has come until the text is there, or the end. */
function readUntil(fd: number, text: string): string {
  let out = "";
  const bytes = Buffer.alloc(4096);
  while (!out.includes(text)) {
    const size = readSync(fd, bytes);
    if (size === 0) break;
    out += bytes.toString("utf8", 0, size);
  }
  return out;
}

test("ends with the child's exit code", async () => {
  for (const code of [0, 1, 7, 125, 255]) {
    const { init } = cloned();
    init.send({ name: "execve", args: shell(`exit ${code}`) });
    assert.equal(await init.ended, { code, signal: null });
    await init.end();
  }
});

test("ends with 128 and the signal's number when one ended the child", async () => {
  const { init } = cloned();
  init.send({ name: "execve", args: shell("kill -KILL $$") });
  assert.equal(await init.ended, { code: 128 + signals.SIGKILL, signal: null });
  await init.end();
});

test("a failure of the child's plan is its own report and exit code", async () => {
  const { init } = cloned();
  init.send({ name: "chdir", args: ["/no/such"] });
  assert.is(init.report()?.errno, constants.errno.ENOENT);
  assert.equal(await init.ended, { code: 125, signal: null });
  await init.end();
});

test("hands on every signal that ends a process", async () => {
  const harmless = [SIGCHLD, signals.SIGCONT, signals.SIGURG, signals.SIGWINCH];
  const stops = [signals.SIGSTOP, signals.SIGTSTP, signals.SIGTTIN, signals.SIGTTOU];
  for (let number = 1; number <= 64; number++) {
    if (number === signals.SIGKILL || [...harmless, ...stops].includes(number)) continue;
    const { init } = cloned({ flags: number % 2 ? CLONE.NEWPID : 0 });
    process.kill(init.pid, number);
    assert.equal(await init.ended, { code: 128 + number, signal: null }, `signal ${number}`);
    await init.end();
  }
});

/**
 * Whether our process group has nobody in its session who could continue it, as under setsid(1): there
 * the kernel drops the signals of a terminal that would stop it (setpgid(2)).
 */
function isOrphaned(): boolean {
  const all = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/stat`))
      .map((name) => [name, statFields(name)]),
  );
  const [, , group, session] = all.get(`${process.pid}`) ?? [];
  return ![...all.values()].some(([, parent = "", ofGroup]) => {
    const [, , parents, parentsSession] = all.get(parent) ?? [];
    return ofGroup === group && parents !== group && parentsSession === session;
  });
}

/** State, parent, process group and session: proc(5), fields 3 to 6. */
function statFields(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .slice(0, 4);
  } catch {
    return []; // it has just ended
  }
}

(isOrphaned() ? test.skip : test)("hands on stop and continue", async () => {
  const { init, child } = cloned();
  process.kill(init.pid, "SIGTSTP");
  await until("the child stands", () => state(child) === "T");
  process.kill(init.pid, "SIGCONT");
  await until("the child goes on", () => state(child) !== "T");
  await init.end();
});

test("hands on what the child has a handler for, as PID 1 too", async () => {
  const [out, into] = addon.pipe();
  const { init } = cloned({ flags: CLONE.NEWPID, stdio: [into, into, into] });
  const script = "trap 'exit 9' WINCH; echo ready; while :; do sleep 0.01; done";
  init.send({ name: "execve", args: shell(script) });
  readUntil(out, "ready");
  process.kill(init.pid, "SIGWINCH");
  assert.equal(await init.ended, { code: 9, signal: null });
  await init.end();
  for (const fd of [out, into]) closeSync(fd);
});

test("the child has no signal blocked, and no descriptor of the reaper's", async () => {
  const { init, child } = cloned();
  assert.is(status(child, "SigBlk"), "0".repeat(16));
  assert.equal(readdirSync(`/proc/${child}/fd`), ["0", "1", "2", "3", "4"]);
  const held = () => readdirSync(`/proc/${init.pid}/fd`).join(" ");
  await until("the reaper lets go of what it held", () => held() === "0 1 2");
  init.send({ name: "execve", args: ["/bin/sleep", ["sleep", "60"], []] });
  assert.is(
    init.report(),
    undefined,
    "the report pipe closes by the exec, not by the reaper's end",
  );
  assert.is(status(child, "SigBlk"), "0".repeat(16));
  process.kill(init.pid, "SIGTERM");
  assert.equal(await init.end(), { code: 143, signal: null });
});

test("reaps orphans", async () => {
  const { init, child } = cloned({ flags: CLONE.NEWPID });
  assert.is(child, 2, "by its number in the caller's namespace");
  const [first] = children(init.pid);
  const script = "for i in 1 2 3 4 5; do (sleep 61 &); done; exec sleep 60";
  init.send({ name: "execve", args: shell(script) });
  const orphans = () => children(init.pid).filter((pid) => pid !== first);
  await until("the orphans are here", () => orphans().length === 5);
  for (const pid of orphans()) process.kill(pid, "SIGKILL");
  await until("they are gone", () => orphans().length === 0);
  process.kill(init.pid, "SIGTERM");
  assert.equal(await init.end(), { code: 143, signal: null });
});

test("reports come in the order of the plan", async () => {
  for (let i = 0; i < 20; i++) {
    const init = start();
    const umask = { name: "umask", args: [0o22], report: true };
    init.send(umask, { name: "clone", args: [SIGCHLD], report: true }, umask, umask);
    assert.equal(
      [0, 1, 2, 3].map(() => init.report()?.index),
      [0, 1, 2, 3],
    );
    await init.end();
  }
});

test("a clone that is refused and tolerated leaves the plan and the signals as they were", async () => {
  const init = start();
  const CLONE_SIGHAND = 0x800; // EINVAL without CLONE_VM
  const tolerated = [constants.errno.EINVAL];
  assert.is(init.make("clone", [CLONE_SIGHAND], { tolerated }).errno, constants.errno.EINVAL);
  init.do("umask", [0o22]);
  assert.is(status(init.pid, "SigBlk"), "0".repeat(16));
  assert.equal(readdirSync(`/proc/${init.pid}/fd`), ["0", "1", "2", "3", "4"]);
  await init.end();
});

test("with CLONE_PARENT the child is ours, and init ends at once", async () => {
  const init = start();
  const { result: pid } = init.do("clone", [CLONE.PARENT | SIGCHLD]);
  assert.equal(await init.ended, { code: 0, signal: null });
  assert.ok(children("self").includes(pid));
  const ended = wait(pid, addon.pidfdOpen(pid));
  init.send({ name: "execve", args: shell("exit 3") });
  assert.equal(await ended, { code: 3, signal: null });
  await init.end();
});

test("a terminal's Ctrl-C reaches the child once, its end too", async () => {
  const [master, slave] = addon.openpty(24, 80);
  const init = start({ stdio: [slave, slave, slave] });
  closeSync(slave);
  init.do("setsid", []);
  init.do("ioctl", [0, TIOCSCTTY, 0]);
  init.do("clone", [SIGCHLD]);
  const script =
    "n=0; trap 'n=$((n+1))' INT; trap 'echo n=$n' TERM; trap 'exit 8' HUP; echo ready; while :; do sleep 0.01; done";
  init.send({ name: "execve", args: shell(script) });
  readUntil(master, "ready");
  writeSync(master, "\x03");
  readUntil(master, "^C");
  process.kill(init.pid, "SIGTERM");
  assert.match(readUntil(master, "n="), /n=1/);
  closeSync(master);
  assert.equal(await init.end(), { code: 8, signal: null });
});

test("it is small", async () => {
  const { init } = cloned();
  const pss = Number(proc(init.pid, "smaps_rollup").match(/^Pss:\s+(\d+)/m)?.[1]);
  assert.ok(pss < 100, `${pss} KiB`);
  await init.end();
});

test.run();
