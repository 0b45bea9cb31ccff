/** Compressed streams, told by their first bytes; names and media types may lie. */
import { closeSync, openSync, readSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import * as zlib from "node:zlib";
import { Refusal } from "./refusal.ts";

/** Bytes as they come. */
export type Bytes = AsyncIterable<Buffer>;

const CHUNK = 256 * 1024; // bytes that come out at once

const LONGEST_MAGIC = 6; // bytes

/** What an archive is compressed with. */
export type Compression = "none" | "gzip" | "zstd" | "xz" | "bzip2";

const MAGIC: readonly (readonly [Compression, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["bzip2", [0x42, 0x5a, 0x68]],
];

/** @param head the first bytes, at least LONGEST_MAGIC where there are as many */
export const compressionOf = (head: Buffer): Compression =>
  MAGIC.find(([, magic]) => magic.every((byte, i) => head[i] === byte))?.[0] ?? "none";

/** What a file is compressed with. */
export function compressionOfFile(path: string): Compression {
  const head = Buffer.alloc(LONGEST_MAGIC);
  const fd = openSync(path, "r");
  try {
    return compressionOf(head.subarray(0, readSync(fd, head)));
  } finally {
    closeSync(fd);
  }
}

/**
 * The bytes decompressed, whatever they are compressed with.
 *
 * @throws Refusal for xz and bzip2, and for a stream that is damaged or cut off
 */
export async function* decompress(source: Bytes): Bytes {
  const { head, all } = await peek(source, LONGEST_MAGIC);
  const compression = compressionOf(head);
  if (compression === "none") {
    yield* all;
  } else if (compression === "gzip" || compression === "zstd") {
    yield* compression === "gzip"
      ? through(all, zlib.createGunzip({ chunkSize: CHUNK }), compression)
      : unzstd(all);
  } else {
    throw new Refusal(
      `it is compressed with ${compression}: decompress it first (${compression} -d)`,
    );
  }
}

/** Node has zstd since 22.15; before, a library does the same, more slowly. */
async function* unzstd(source: Bytes): Bytes {
  if ("createZstdDecompress" in zlib) {
    const make = zlib.createZstdDecompress as (options: object) => NodeJS.ReadWriteStream;
    yield* through(source, make({ chunkSize: CHUNK }), "zstd");
    return;
  }
  const { Decompress } = await import("fzstd");
  const pieces: Buffer[] = [];
  const stream = new Decompress((piece) => pieces.push(Buffer.from(piece)));
  const push = (bytes: Uint8Array, last: boolean) => {
    try {
      stream.push(bytes, last);
    } catch (error) {
      throw damaged("zstd", error);
    }
    return pieces.splice(0);
  };
  for await (const bytes of source) yield* push(bytes, false);
  yield* push(new Uint8Array(0), true);
}

async function* through(source: Bytes, codec: NodeJS.ReadWriteStream, name: string): Bytes {
  const flow = pipeline(source, codec);
  flow.catch(() => {}); // the codec itself tells of it
  try {
    yield* codec as unknown as Bytes;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw /^(Z_|ZSTD)/.test(code) ? damaged(name, error) : error;
  }
}

const damaged = (name: string, error: unknown) =>
  new Refusal(`its ${name} stream is damaged or cut off (${(error as Error).message})`);

/** Reads until there are `count` bytes; `all` has them again, and the rest. */
async function peek(source: Bytes, count: number): Promise<{ head: Buffer; all: Bytes }> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let ended = false;
  while (head.length < count && !ended) {
    const { done, value } = await iterator.next();
    ended = done === true;
    if (!ended) head = Buffer.concat([head, value]);
  }
  async function* all(): Bytes {
    if (head.length > 0) yield head;
    if (!ended) yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head, all: all() };
}
