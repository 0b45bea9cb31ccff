import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  execve,
  keep,
  open,
  type Plan,
  setgroups,
  setns,
  slot,
  tolerate,
} from "../src/kernel/call.ts";
import { decodeReport, encode } from "../src/kernel/wire.ts";

const test = suite("the wire");

const hex = (bytes: Buffer) => bytes.toString("hex").replace(/(..)/g, "$1 ").trim();

test("a record is its size, then name, flags, slot, tolerated errors, arguments", () => {
  const record = encode([tolerate([17], keep("f", open("/a", 1, 0)))], () => true);
  const body = [
    "04 00 00 00 6f 70 65 6e 00", // "open"
    "01", // report it
    "01 00 00 00 66 00", // keep it as "f"
    "01 11 00 00 00", // tolerate errno 17
    "03", // three arguments
    "02 02 00 00 00 2f 61 00",
    "01 01 00 00 00 00 00 00 00",
    "01 00 00 00 00 00 00 00 00",
  ].join(" ");
  assert.is(hex(record), `30 00 00 00 ${body}`);
});

test("what is no call is named by its place in the plan", () => {
  for (const odd of [open, [open("/b", 1, 0)], "open", undefined]) {
    const plan = [open("/a", 1, 0), odd] as unknown as Plan;
    assert.throws(() => encode(plan, () => false), /entry 1 of the plan is no call/);
  }
});

test("vectors and slots", () => {
  assert.match(
    hex(encode([execve("/a", ["a", "b"], [])], () => false)),
    /04 02 00 00 00 01 00 00 00 61 00 01 00 00 00 62 00 04 00 00 00 00$/,
  );
  assert.match(hex(encode([setns(slot("ns"), 0)], () => false)), /05 02 00 00 00 6e 73 00/);
});

test("a string with a NUL byte is refused where it is written, by name", () => {
  assert.throws(() => encode([open("/a\0b", 0)], () => false), /NUL byte in "\/a\\u0000b"/);
});

test("a plan of any size arrives as it was written", () => {
  for (let size = 0; size < 20_000; size += 7) {
    const text = "x".repeat(size);
    const bytes = encode(
      [open(text, 0, 0), setgroups([7, 8]), execve("/a", [text, "é"], [])],
      () => true,
    );
    const records: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = bytes.readUInt32LE(at);
      records.push(bytes.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
    assert.is(records.length, 3, `size ${size}`);
    const [first, second, third] = records.map((record) => record.toString("latin1"));
    assert.ok(first?.includes(`\0${text}\0`), `size ${size}`);
    assert.ok(second?.endsWith("\x07\0\0\0\x08\0\0\0"), `size ${size}`);
    assert.ok(third?.includes("\xc3\xa9\0"), `size ${size}`);
  }
});

test("a report", () => {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(7, 0);
  bytes.writeInt32LE(2, 4);
  bytes.writeBigInt64LE(-1n, 8);
  bytes.writeBigUInt64LE(1500n, 16);
  assert.equal(decodeReport(bytes), { index: 7, errno: 2, result: -1n, ns: 1500n });
});

test.run();
