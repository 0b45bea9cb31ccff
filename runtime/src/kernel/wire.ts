/**
 * Plans as bytes, as native/plan.c reads them, and reports as it writes them.
 * Integers are in the byte order of the machine; ARCHITECTURE.md has the grammar.
 */
import { type Arg, type Call, isCall, type Plan } from "./call.ts";

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
  const records = calls.map((call, index) => {
    if (!isCall(call)) throw new TypeError(`entry ${index} of the plan is no call`);
    return sized(record(call, reported(index)));
  });
  return Buffer.from(records.join(""), "latin1");
}

/** Reads one report. */
export function decodeReport({ buffer, byteOffset, byteLength }: Buffer): Report {
  const from = new DataView(buffer, byteOffset, byteLength);
  return {
    index: from.getUint32(0, LITTLE),
    errno: from.getInt32(4, LITTLE),
    result: from.getBigInt64(8, LITTLE),
    ns: from.getBigUint64(16, LITTLE),
  };
}

const LITTLE = true; // as all machines are that Node is made for

// Bytes are put together as strings in which each character is one byte: joining those is what V8
// does best, and a plan has some thousand fields.

function record({ name, keptAs = "", tolerated = [], args }: Call, reported: boolean): string {
  return [
    string(name),
    u8(reported ? REPORT : 0),
    string(keptAs),
    u8(tolerated.length),
    ...tolerated.map(u32),
    u8(args.length),
    ...args.map(argument),
  ].join("");
}

function argument(arg: Arg): string {
  if (arg === null) return u8(NULL);
  if (typeof arg === "string") return u8(STRING) + string(arg);
  if (typeof arg === "number") return u8(INTEGER) + i64(arg);
  if (arg instanceof Uint8Array) return u8(BUFFER) + sized(bytesOf(arg));
  if ("slot" in arg) return u8(SLOT) + string(arg.slot);
  return u8(VECTOR) + u32(arg.length) + arg.map(string).join("");
}

const u8 = (value: number) => String.fromCharCode(value & 0xff);

const u32 = (value: number) =>
  String.fromCharCode(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24);

const i64 = (value: number) => u32(value) + u32(Math.floor(value / 2 ** 32));

const sized = (bytes: string) => u32(bytes.length) + bytes;

/** A string cannot hold NUL: init would refuse the record, so the cause is named here. */
function string(text: string): string {
  if (text.includes("\0")) throw new TypeError(`a NUL byte in ${JSON.stringify(text)}`);
  return `${sized(BEYOND_ASCII.test(text) ? bytesOf(Buffer.from(text)) : text)}\0`;
}

const BEYOND_ASCII = /[\u0080-\uffff]/;

const bytesOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
