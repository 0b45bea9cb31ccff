/**
 * Thousands of broken plans against the interpreter, built with AddressSanitizer and
 * UndefinedBehaviorSanitizer, where calls are only written down: it must make exactly the calls and
 * reports that judge.ts makes of the same bytes, so nothing of a record that is refused.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { judge, signatures } from "./judge.ts";
import { type Arg, type Call, encode, u32 } from "./wire.ts";

const test = suite("fuzz");

const STREAMS = 5000;
const NATIVE = fileURLToPath(new URL("..", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "mydocker-fuzz-"));

test.before(() => {
  const sanitize = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g", "-O1"];
  const compile = (source: string, ...renamed: string[]) => {
    const object = join(dir, `${source.replaceAll("/", "_")}.o`);
    const flags = ["-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", ...sanitize];
    execFileSync("cc", [...flags, ...renamed, "-c", source, "-o", object], { cwd: NATIVE });
    return object;
  };
  const objects = [
    compile("plan.c", "-Dread=fuzz_read", "-Dwrite=fuzz_write", "-D_exit=fuzz_exit"),
    compile("calls.c", "-Dfind_call=find_real_call"),
    compile("slots.c"),
    compile("test/fuzz.c"),
  ];
  execFileSync("cc", [...sanitize, ...objects, "-o", join(dir, "fuzz")]);
});

test.after(() => rmSync(dir, { recursive: true }));

/** What the build with sanitizers made of the streams: the lines for each. */
function transcripts(streams: readonly Buffer[]): string[][] {
  const input = Buffer.concat(streams.flatMap((stream) => [u32(stream.length), stream]));
  const { status, stdout, stderr } = spawnSync(join(dir, "fuzz"), {
    input,
    env: { ASAN_OPTIONS: "detect_leaks=0" }, // a plan that ends keeps its last record
    maxBuffer: 1 << 28,
  });
  assert.is(status, 0, stderr.toString());
  return stdout
    .toString()
    .split("\n\n")
    .slice(0, -1)
    .map((lines) => lines.split("\n").filter(Boolean));
}

/** xorshift32: the same streams on every machine. */
function random(seed: number) {
  let state = seed;
  const next = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  return { next, one: <T>(list: readonly T[]): T => list[next(list.length)] as T };
}

type Random = ReturnType<typeof random>;

const WORDS = ["", "/", "a", "plan", "report", "fd", "x".repeat(31), "y".repeat(32), "é", "a\0b"];
const NAMES = [...signatures.keys()];

/** An argument that fits the letter, or now and then one that does not. */
function argument(letter: string, { next, one }: Random): Arg {
  switch (next(60) === 0 ? one([..."SsibvdxS"]) : letter) {
    case "s":
      return one(WORDS.slice(0, -1));
    case "S":
      return one([null, "text"]);
    case "b":
      return Buffer.alloc(next(40), next(256));
    case "v":
      return Array.from({ length: next(5) }, () => one(WORDS.slice(0, -1)));
    case "d":
      return one([-100, { slot: "fd" }, { slot: "report" }, { slot: one(WORDS) }]);
    case "x":
      return one([next(1000), Buffer.alloc(next(9))]);
    default:
      return one([0, -1, next(1 << 30), -(2n ** 63n), 2n ** 63n - 1n]);
  }
}

function call(r: Random): Call {
  const name = r.next(50) === 0 ? r.one([...WORDS, "mount2", "execv"]) : r.one(NAMES);
  const args = [...(signatures.get(name) ?? "si")].map((letter) => argument(letter, r));
  if (r.next(80) === 0) args.push(r.next(9));
  if (r.next(80) === 0) args.pop();
  // plan and report are init's own: a plan that closes those is on its own
  const safe =
    name === "close" || name === "dup2" ? ([{ slot: "fd" }, ...args.slice(1)] as Arg[]) : args;
  return {
    name,
    args: safe,
    slot: r.next(4)
      ? ""
      : r.one(["fd", "other", `n${r.next(200)}`, "z".repeat(31), "z".repeat(32)]),
    tolerated: Array.from({ length: r.next(4) }, () => r.one([2, 13, 17, -1])),
    report: r.next(2) === 0,
  };
}

/** One of the ways in which bytes go wrong. */
function damage(stream: Buffer, { next, one }: Random): Buffer {
  const at = next(stream.length);
  const bytes = Buffer.from(stream);
  const cut = (from: number, to: number) =>
    Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  switch (next(8)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << next(8));
      return bytes;
    case 1:
      bytes[at] = next(256);
      return bytes;
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return cut(at, at + 1 + next(8));
    case 4:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.alloc(1 + next(8), next(256)),
        bytes.subarray(at),
      ]);
    case 5:
      return Buffer.concat([bytes, bytes.subarray(at)]);
    case 6:
      u32(one([0, 1, 5, 0x7f, 0x3fffff, 0x400000, 0x400001, 0x7fffffff, 0xffffffff])).copy(
        bytes,
        at,
      );
      return bytes;
    default: {
      const other = next(stream.length);
      bytes.copyWithin(at, other, other + next(16));
      return bytes;
    }
  }
}

function stream(r: Random): Buffer {
  let bytes: Buffer = Buffer.concat(Array.from({ length: 1 + r.next(6) }, () => encode(call(r))));
  for (let times = r.next(4); times > 0 && bytes.length > 0; times--) bytes = damage(bytes, r);
  return bytes;
}

test("the same calls and reports as the judge's, byte for byte, and no sanitizer speaks up", () => {
  const r = random(20260101);
  const streams = Array.from({ length: STREAMS }, () => stream(r));
  const told = transcripts(streams);
  assert.is(told.length, streams.length);
  streams.forEach((bytes, i) => {
    const expected = judge(bytes);
    if (told[i]?.join("\n") !== expected.join("\n"))
      assert.equal(told[i], expected, `stream ${i}: ${bytes.toString("hex")}`);
  });
});

test("the streams are broken in every way, and not only broken", () => {
  const r = random(20260101);
  const seen = new Map<string, number>();
  for (let i = 0; i < STREAMS; i++) {
    const lines = judge(stream(r));
    const last = lines.at(-1)?.split(" ")[2] ?? "";
    seen.set(last, (seen.get(last) ?? 0) + 1);
    for (const line of lines) {
      const name = line.split(" ")[0] ?? "";
      if (name !== "report") seen.set(name, (seen.get(name) ?? 0) + 1);
    }
  }
  for (const errno of ["61", "74", "38", "9", "2"])
    assert.ok((seen.get(errno) ?? 0) > 50, `errno ${errno}: ${seen.get(errno)}`);
  for (const name of NAMES) assert.ok((seen.get(name) ?? 0) > 3, `${name}: ${seen.get(name)}`);
});

test("the largest record, and one whose vectors fill it", () => {
  const most = 4 * 1024 * 1024;
  const empty = encode({ name: "execve", args: ["", [], []] }).length - 4;
  const many = Array.from({ length: Math.floor((most - empty) / 5) }, () => "");
  const full = encode({ name: "execve", args: ["", [], many], tolerated: [] });
  const body = Buffer.concat([u32(most), Buffer.alloc(most, 0xff)]);
  for (const bytes of [full, body]) {
    const [told] = transcripts([bytes]);
    assert.equal(told, judge(bytes));
  }
});

test.run();
