/** The interpreter against real plans: slots, reports, tolerated errors, ends, garbage. */
import { closeSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { addon, INIT, link, proc, start, wait } from "./start.ts";
import { type Call, encode, u32 } from "./wire.ts";

const test = suite("plan");

const { EACCES, EBADF, EBADMSG, EEXIST, EMFILE, ENODATA, ENOENT, ENOSYS } = constants.errno;
const REFUSED = { code: 125, signal: null };

const dir = mkdtempSync(join(tmpdir(), "mydocker-plan-"));
const made = join(dir, "made");
const mkdir: Call = { name: "mkdir", args: [made, 0o755] };
const open: Call = { name: "open", args: ["/dev/null", 1, 0], slot: "null" };

test.after(() => rmSync(dir, { recursive: true }));
test.after.each(() => rmSync(made, { recursive: true, force: true }));

test("success is reported when it was asked for, with index, result and time", async () => {
  const init = start();
  init.send(open);
  const told = init.do("write", [{ slot: "null" }, Buffer.from("four")]);
  assert.is(told.index, 1);
  assert.is(told.result, 4);
  assert.ok(told.ns > 0 && told.ns < 1e9);
  await init.end();
});

test("a failure is reported unasked, and is the end", async () => {
  const init = start();
  init.send({ name: "mkdir", args: ["/proc/no/such", 0o755] }, mkdir);
  const told = init.report();
  assert.equal([told?.index, told?.errno, told?.result], [0, ENOENT, -1]);
  assert.is(init.report(), undefined);
  assert.equal(await init.ended, REFUSED);
  assert.not.ok(existsSync(made));
  await init.end();
});

test("a tolerated failure is passed over, and reported when that was asked for", async () => {
  const init = start();
  const again = { ...mkdir, tolerated: [EACCES, EEXIST] };
  init.send(mkdir, again, { ...again, report: true });
  const told = init.report();
  assert.equal([told?.index, told?.errno], [2, EEXIST]);
  init.send(mkdir);
  assert.is(init.report()?.errno, EEXIST);
  assert.equal(await init.end(), REFUSED);
});

test("the end of the plan before an execve is an error, also within a record", async () => {
  for (const bytes of [[], [encode(mkdir).subarray(0, 3)], [encode(mkdir).subarray(0, -1)]]) {
    const init = start();
    init.send(...bytes);
    const ended = init.end();
    const told = init.report();
    assert.equal([told?.index, told?.errno], [0, ENODATA]);
    assert.equal(await ended, REFUSED);
  }
  assert.not.ok(existsSync(made));
});

test("one execve for each place of PATH, each announced, and the refused ones told", async () => {
  const init = start();
  const places = ["/no/such/true", "/dev/null/true", "/dev/null", "/bin/true"];
  const tolerated = [ENOENT, constants.errno.ENOTDIR, EACCES];
  for (const path of places)
    init.send({ name: "execve", args: [path, ["true"], []], tolerated, report: true });
  const told: unknown[] = [];
  for (let report = init.report(); report; report = init.report())
    told.push([report.index, report.errno]);
  assert.equal(told, [
    [0, 0],
    [0, ENOENT],
    [1, 0],
    [1, constants.errno.ENOTDIR],
    [2, 0],
    [2, EACCES],
    [3, 0],
  ]);
  assert.equal(await init.end(), { code: 0, signal: null });
});

test("a slot is used by name, closed when its name is used again, and is not the command's", async () => {
  const init = start();
  const { result: fd } = init.do(open.name, open.args, { slot: "a" });
  assert.match(proc(init.pid, `fdinfo/${fd}`), /^flags:\s+02\d{6}$/m);
  const { result: second } = init.do("open", ["/dev/zero", 0, 0], { slot: "a" });
  assert.not.ok(existsSync(`/proc/${init.pid}/fd/${fd}`));
  assert.is(link(init.pid, `fd/${second}`), "/dev/zero");
  await init.end();
});

test("a closed descriptor is forgotten: its number may be another's by now", async () => {
  const init = start();
  const { result: fd } = init.do(open.name, open.args, { slot: "a" });
  init.do("close", [{ slot: "a" }]);
  const { result: same } = init.do("open", ["/dev/zero", 0, 0], { slot: "b" });
  assert.is(same, fd);
  init.do(open.name, open.args, { slot: "a" });
  assert.is(link(init.pid, `fd/${fd}`), "/dev/zero");
  await init.end();
});

test("init's own descriptors have the names that it was given", async () => {
  const [read, write] = addon.pipe();
  const init = start({ keep: { input: read, output: write } });
  assert.is(link(init.pid, "fd/5"), link("self", `fd/${read}`));
  init.do("write", [{ slot: "output" }, Buffer.from("x")]);
  closeSync(read);
  closeSync(write);
  await init.end();
});

test("without such names, or with other first ones, init does nothing", async () => {
  for (const argv of [["init"], ["init", "plan"], ["init", "report", "plan"]]) {
    const [planEnd, plan] = addon.pipe();
    const { pid, pidfd } = addon.clone(INIT, 0, -1, [2, 2, 2], [planEnd, 2], argv);
    closeSync(planEnd);
    assert.equal(await wait(pid, pidfd), REFUSED);
    closeSync(plan);
  }
});

const refused: Record<string, [Call | Buffer, number]> = {
  "a call that is not known": [{ name: "reboot", args: [0] }, ENOSYS],
  "a slot that holds nothing": [{ name: "fchdir", args: [{ slot: "none" }] }, EBADF],
  "an argument too few": [{ name: "mkdir", args: [made] }, EBADMSG],
  "an argument too many": [{ name: "mkdir", args: [made, 1, 1] }, EBADMSG],
  "more than a call can have": [{ name: "mkdir", args: [made, 1, 1, 1, 1, 1, 1] }, EBADMSG],
  "a string for an integer": [{ name: "mkdir", args: [made, "1"] }, EBADMSG],
  "an integer for a string": [{ name: "mkdir", args: [1, 1] }, EBADMSG],
  "NULL for a string": [{ name: "mkdir", args: [null, 1] }, EBADMSG],
  "bytes for a string": [{ name: "mkdir", args: [Buffer.from(`${made}\0`), 1] }, EBADMSG],
  "a string for a vector": [{ name: "execve", args: ["/bin/true", "a", []] }, EBADMSG],
  "a NUL within a string": [{ name: "mkdir", args: [`${made}\0a`, 1] }, EBADMSG],
  "a slot without a name": [{ name: "fchdir", args: [{ slot: "" }] }, EBADMSG],
  "a slot with too long a name": [{ ...mkdir, slot: "n".repeat(32) }, EBADMSG],
  "a record of nothing": [u32(0), EBADMSG],
  "a record that is too large": [u32(4 * 1024 * 1024 + 1), EBADMSG],
  "the largest size": [u32(0xffffffff), EBADMSG],
  "a byte too many": [resized(encode(mkdir), 1), EBADMSG],
  "a byte too few": [resized(encode(mkdir), -1), EBADMSG],
  "an unknown flag": [changed(4 + 4 + 6, 2), EBADMSG],
  "an unknown tag": [changed(4 + 4 + 6 + 1 + 5 + 1 + 1, 6), EBADMSG],
  "a string without its NUL": [changed(4 + 4 + 5, 1), EBADMSG],
  "a vector that cannot be": [vast(), EBADMSG],
};

for (const [what, [record, errno]] of Object.entries(refused)) {
  test(`refused, and nothing of it or after it done: ${what}`, async () => {
    const init = start();
    init.send(open, record);
    const told = init.report();
    assert.equal([told?.index, told?.errno], [1, errno]);
    assert.equal(await init.ended, REFUSED);
    assert.not.ok(existsSync(made));
    await init.end();
  });
}

/** A record some bytes longer or shorter, with its size right. */
function resized(record: Buffer, by: number): Buffer {
  const body = Buffer.concat([record.subarray(4), Buffer.alloc(1)]).subarray(
    0,
    record.length - 4 + by,
  );
  return Buffer.concat([u32(body.length), body]);
}

/** mkdir's record with one byte changed. */
function changed(at: number, to: number): Buffer {
  const record = encode(mkdir);
  record[at] = to;
  return record;
}

/** An execve whose argv claims four thousand million strings. */
function vast(): Buffer {
  const record = encode({ name: "execve", args: ["/bin/true", [], []] });
  record.fill(0xff, record.length - 9, record.length - 5);
  return record;
}

test("a name too many is refused before the call is made", async () => {
  const init = start();
  for (let i = 0; i < 126; i++) init.do(open.name, open.args, { slot: `${i}` });
  init.send({ ...mkdir, slot: "more" });
  assert.is(init.report()?.errno, EMFILE);
  assert.not.ok(existsSync(made));
  assert.equal(await init.end(), REFUSED);
});

test("a record of nearly 4 MiB, and a vector of 200,000 strings", async () => {
  const init = start();
  init.send(open);
  const much = Buffer.alloc(4 * 1024 * 1024 - 100);
  assert.is(init.do("write", [{ slot: "null" }, much]).result, much.length);
  const strings = Array.from({ length: 200_000 }, (_, i) => `${i}`);
  const tolerated = [constants.errno.E2BIG, ENOENT];
  init.send({ name: "execve", args: ["/no/such", strings, strings], tolerated });
  assert.is(init.do("write", [{ slot: "null" }, Buffer.from("on")]).result, 2);
  await init.end();
});

test("init ends when nobody listens any more", async () => {
  const [planEnd, plan] = addon.pipe();
  const [reports, reportEnd] = addon.pipe();
  const argv = ["init", "plan", "report"];
  const { pid, pidfd } = addon.clone(INIT, 0, -1, [2, 2, 2], [planEnd, reportEnd], argv);
  for (const fd of [planEnd, reportEnd, reports, plan]) closeSync(fd);
  const { signal } = await wait(pid, pidfd);
  assert.is(signal, constants.signals.SIGPIPE);
});

test.run();
