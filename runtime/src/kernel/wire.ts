/**
 * Plans as bytes, as native/plan.c reads them, and reports as it writes them.
 * Integers are in the byte order of the machine; ARCHITECTURE.md has the grammar.
 */
import { type Arg, isCall, type Plan } from "./call.ts";

const NULL = 0;
const INTEGER = 1;
const STRING = 2;
const BUFFER = 3;
const VECTOR = 4;
const SLOT = 5;

const REPORT = 1;

/** What init tells of one call: `errno` 0 is success, `ns` how long it took. */
export interface Report {
  readonly index: number;
  readonly errno: number;
  readonly result: bigint;
  readonly ns: bigint;
}

/** Bytes of one report on the pipe. */
export const REPORT_SIZE = 24;

/** The records of some calls; `reported` says of which init is to report success too. */
export function encode(calls: Plan, reported: (index: number) => boolean): Buffer {
  const out = writer();
  calls.forEach((call, index) => {
    if (!isCall(call)) throw new TypeError(`entry ${index} of the plan is no call`);
    const size = out.reserve(4);
    out.string(call.name);
    out.u8(reported(index) ? REPORT : 0);
    out.string(call.keptAs ?? "");
    out.u8(call.tolerated?.length ?? 0);
    for (const errno of call.tolerated ?? []) out.u32(errno);
    out.u8(call.args.length);
    for (const arg of call.args) writeArg(out, arg);
    out.patch(size, out.length() - size - 4);
  });
  return out.bytes();
}

/** Reads one report. */
export function decodeReport(from: Buffer): Report {
  return {
    index: from.readUInt32LE(0),
    errno: from.readInt32LE(4),
    result: from.readBigInt64LE(8),
    ns: from.readBigUInt64LE(16),
  };
}

function writeArg(out: Writer, arg: Arg): void {
  if (arg === null) {
    out.u8(NULL);
  } else if (typeof arg === "string") {
    out.u8(STRING);
    out.string(arg);
  } else if (typeof arg === "number") {
    out.u8(INTEGER);
    out.i64(arg);
  } else if (arg instanceof Uint8Array) {
    out.u8(BUFFER);
    out.u32(arg.length);
    out.raw(arg);
  } else if ("slot" in arg) {
    out.u8(SLOT);
    out.string(arg.slot);
  } else {
    out.u8(VECTOR);
    out.u32(arg.length);
    for (const text of arg) out.string(text);
  }
}

type Writer = ReturnType<typeof writer>;

/** One growing buffer: a plan has some hundred fields, and a buffer for each would cost a ms. */
function writer() {
  let buffer = Buffer.allocUnsafe(8192);
  let at = 0;
  function reserve(size: number): number {
    if (at + size > buffer.length) {
      buffer = Buffer.concat([buffer], 2 * (at + size));
    }
    at += size;
    return at - size;
  }
  // The place before the buffer: making room may replace it.
  const u8 = (value: number) => {
    const where = reserve(1);
    buffer[where] = value;
  };
  const u32 = (value: number) => {
    const where = reserve(4);
    buffer.writeUInt32LE(value, where);
  };
  return {
    reserve,
    u8,
    u32,
    i64(value: number): void {
      const where = reserve(8);
      buffer.writeInt32LE(value | 0, where);
      buffer.writeInt32LE(Math.floor(value / 2 ** 32), where + 4);
    },
    raw(bytes: Uint8Array): void {
      const where = reserve(bytes.length);
      buffer.set(bytes, where);
    },
    patch: (where: number, value: number) => void buffer.writeUInt32LE(value, where),
    length: () => at,
    bytes: () => buffer.subarray(0, at),
    /** A string cannot hold NUL: init would refuse the record, so the cause is named here. */
    string(text: string): void {
      if (text.includes("\0")) throw new TypeError(`a NUL byte in ${JSON.stringify(text)}`);
      const length = Buffer.byteLength(text);
      u32(length);
      const where = reserve(length);
      buffer.write(text, where);
      u8(0);
    },
  };
}
