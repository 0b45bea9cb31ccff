/**
 * Takes a tar archive apart as it streams by, in constant memory.
 *
 * node-tar's Parser does not do here: it loses the bytes of extended attributes and names, skips
 * sparse files, and passes over damaged entries. Its Header reads the blocks; the frame is ours.
 *
 * @see tar(5), pax(1p)
 */
import type { Header } from "tar/header";
import { type Entry, type Extended, parseHeader, toEntry } from "./entry.ts";
import { parseRecords } from "./pax.ts";
import { Refusal } from "./refusal.ts";
import { type MapReader, mapOf } from "./sparse.ts";

/** Where the entries go. A file's data follow its entry, then `end`, also when there are none. */
export interface Sink {
  entry(entry: Entry): void;
  data(bytes: Buffer): void;
  end(): void;
}

/** Takes the archive's bytes in pieces of any size. */
export interface TarReader {
  write(chunk: Buffer): void;
  /** To be called after the last byte. @throws Refusal for an archive that is cut off */
  finish(): void;
}

const BLOCK = 512;
const MOST_EXTENDED = 1024 * 1024; // bytes of an extended header, as node-tar has it

/** What the next bytes are. Headers and maps come in blocks, the others have a size. */
type State =
  | { readonly at: "header" | "data" | "padding" | "after the end" }
  | { readonly at: "extended header"; readonly type: string; readonly parts: Buffer[] }
  | { readonly at: "map"; readonly map: MapReader };

interface Reading {
  readonly sink: Sink;
  state: State;
  /** The beginning of a block whose rest has not come yet. */
  partial: Buffer;
  /** Bytes of what has a size that have not come yet. */
  remaining: number;
  /** Bytes after that, to the next block. */
  padding: number;
  zeroBlocks: number;
  /** What was said for the next entry. */
  extended: Extended;
}

const HEADER: State = { at: "header" };
const NOTHING: Buffer = Buffer.alloc(0);
const UNEXTENDED: Extended = { records: new Map() };

/** A reader that hands what it finds to `sink`. What it or the sink throws ends it for good. */
export function tarReader(sink: Sink): TarReader {
  const reading: Reading = {
    sink,
    state: HEADER,
    partial: NOTHING,
    remaining: 0,
    padding: 0,
    zeroBlocks: 0,
    extended: UNEXTENDED,
  };
  return {
    write(chunk) {
      for (let at = 0; at < chunk.length; ) at += take(reading, chunk.subarray(at));
    },
    finish() {
      const { state, partial } = reading;
      const clean = state.at === "after the end" || (state.at === "header" && partial.length === 0);
      if (!clean) throw new Refusal("the archive is cut off");
    },
  };
}

/** Takes as many bytes as belong together; returns how many. */
function take(reading: Reading, bytes: Buffer): number {
  const { at } = reading.state;
  if (at === "after the end") return bytes.length;
  if (at === "header" || at === "map") return takeBlock(reading, bytes);
  if (at === "padding") {
    const skipped = Math.min(reading.padding, bytes.length);
    reading.padding -= skipped;
    if (reading.padding === 0) reading.state = HEADER;
    return skipped;
  }
  const body = bytes.subarray(0, reading.remaining);
  reading.remaining -= body.length;
  takeBody(reading, body);
  return body.length;
}

function takeBlock(reading: Reading, bytes: Buffer): number {
  const piece = bytes.subarray(0, BLOCK - reading.partial.length);
  const block = reading.partial.length === 0 ? piece : Buffer.concat([reading.partial, piece]);
  if (block.length < BLOCK) {
    reading.partial = Buffer.from(block); // a copy: the source may use its memory again
    return piece.length;
  }
  reading.partial = NOTHING;
  if (reading.state.at === "map") takeMap(reading, reading.state.map, block);
  else takeHeader(reading, block);
  return piece.length;
}

function takeBody(reading: Reading, bytes: Buffer): void {
  const { state } = reading;
  if (state.at === "data") {
    reading.sink.data(bytes);
    if (reading.remaining === 0) endData(reading);
  } else if (state.at === "extended header") {
    state.parts.push(Buffer.from(bytes));
    if (reading.remaining === 0) {
      reading.extended = extend(reading.extended, state.type, Buffer.concat(state.parts));
      skipPadding(reading);
    }
  }
}

function takeHeader(reading: Reading, block: Buffer): void {
  const header = parseHeader(block);
  if (header.nullBlock) {
    reading.zeroBlocks += 1;
    if (reading.zeroBlocks === 2) reading.state = { at: "after the end" };
    return;
  }
  if (reading.zeroBlocks > 0) throw new Refusal("the archive goes on after its end: it is damaged");
  if (isExtension(header)) beginExtension(reading, header);
  else beginEntry(reading, header, block);
}

const isExtension = ({ type }: Header) =>
  /ExtendedHeader$|^NextFileHas|^OldGnuLongPath$|^TapeVolumeHeader$/.test(type);

function beginExtension(reading: Reading, header: Header): void {
  const size = header.size ?? 0;
  if (size > MOST_EXTENDED) throw new Refusal(`an extended header of ${size} bytes is refused`);
  expect(reading, size);
  if (size > 0) reading.state = { at: "extended header", type: header.type, parts: [] };
}

function extend(extended: Extended, type: string, body: Buffer): Extended {
  if (type === "ExtendedHeader" || type === "OldExtendedHeader") {
    return { ...extended, records: parseRecords(body) };
  }
  const text = body.toString("latin1").replace(/\0.*$/s, "");
  if (type === "NextFileHasLongPath" || type === "OldGnuLongPath")
    return { ...extended, name: text };
  if (type === "NextFileHasLongLinkpath") return { ...extended, target: text };
  return extended; // a global header changes nothing: docker ignores it, so it is the same image here
}

function beginEntry(reading: Reading, header: Header, block: Buffer): void {
  const { records } = reading.extended;
  const entry = toEntry(block, header, reading.extended);
  reading.extended = UNEXTENDED;
  expect(reading, entry.stored);
  const map = mapOf(entry, header, records);
  if (!map) beginData(reading, entry);
  else if (map.inHeader) takeMap(reading, map, block);
  else reading.state = { at: "map", map };
}

function takeMap(reading: Reading, map: MapReader, block: Buffer): void {
  const entry = map.take(block);
  if (entry) {
    reading.remaining = entry.stored;
    beginData(reading, entry);
  } else {
    reading.state = { at: "map", map };
  }
}

function beginData(reading: Reading, entry: Entry): void {
  reading.sink.entry(entry);
  reading.state = { at: "data" };
  if (reading.remaining === 0) endData(reading);
}

function endData(reading: Reading): void {
  reading.sink.end();
  skipPadding(reading);
}

function expect(reading: Reading, size: number): void {
  reading.remaining = size;
  reading.padding = (BLOCK - (size % BLOCK)) % BLOCK;
}

function skipPadding(reading: Reading): void {
  reading.state = reading.padding > 0 ? { at: "padding" } : HEADER;
}
