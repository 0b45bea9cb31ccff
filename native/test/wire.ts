/**
 * Plans as bytes and reports as values, after the grammar at the head of plan.c. Written a second
 * time, apart from the runtime's own, so that the two can be held against each other.
 */

export type Arg =
  | null
  | number
  | bigint
  | string
  | Uint8Array
  | readonly string[]
  | { readonly slot: string };

export interface Call {
  readonly name: string;
  readonly args: readonly Arg[];
  readonly slot?: string;
  readonly tolerated?: readonly number[];
  readonly report?: boolean;
}

export interface Report {
  readonly index: number;
  readonly errno: number;
  readonly result: number;
  readonly ns: number;
}

export const REPORT_SIZE = 24;

const u8 = (value: number) => Buffer.from([value]);

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

function i64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}

const string = (text: string) =>
  Buffer.concat([u32(Buffer.byteLength(text)), Buffer.from(text), u8(0)]);

function argument(arg: Arg): Buffer {
  if (arg === null) return u8(0);
  if (typeof arg === "number" || typeof arg === "bigint")
    return Buffer.concat([u8(1), i64(BigInt(arg))]);
  if (typeof arg === "string") return Buffer.concat([u8(2), string(arg)]);
  if (arg instanceof Uint8Array) return Buffer.concat([u8(3), u32(arg.length), arg]);
  if ("slot" in arg) return Buffer.concat([u8(5), string(arg.slot)]);
  return Buffer.concat([u8(4), u32(arg.length), ...arg.map(string)]);
}

/** One record, with its size. */
export function encode({ name, args, slot = "", tolerated = [], report = false }: Call): Buffer {
  const body = Buffer.concat([
    string(name),
    u8(report ? 1 : 0),
    string(slot),
    u8(tolerated.length),
    ...tolerated.map(u32),
    u8(args.length),
    ...args.map(argument),
  ]);
  return Buffer.concat([u32(body.length), body]);
}

export function decodeReport(bytes: Buffer): Report {
  return {
    index: bytes.readUInt32LE(0),
    errno: bytes.readInt32LE(4),
    result: Number(bytes.readBigInt64LE(8)),
    ns: Number(bytes.readBigUInt64LE(16)),
  };
}
