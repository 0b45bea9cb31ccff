/**
 * Sparse files, in the two forms that GNU tar writes: its own (type S), and pax version 1.0.
 * The older pax versions 0.0 and 0.1 are refused: nothing has written them by itself since 2006.
 *
 * @see GNU tar manual, "Sparse Formats"
 */
import type { Header } from "tar/header";
import type { Entry } from "./entry.ts";
import { numberIn } from "./number.ts";
import type { Records } from "./pax.ts";
import { refuse } from "./refusal.ts";

/** A part of a file that is stored; between the parts are holes. */
export interface Extent {
  readonly offset: number;
  readonly size: number;
}

/** Reads the map of a file's extents, block by block. */
export interface MapReader {
  /** The map begins in the entry's header; else in the first block of its data. */
  readonly inHeader: boolean;
  /** Takes a block; returns the entry when its map is complete. @throws Refusal */
  take(block: Buffer): Entry | undefined;
}

const BLOCK = 512;
const MOST = 100_000; // extents; a map of more is no file but an attack on memory

/** A reader for a sparse file's map; undefined for any other entry. */
export function mapOf(entry: Entry, header: Header, records: Records): MapReader | undefined {
  if (header.type === "SparseFile") return gnuMap(entry);
  if (![...records.keys()].some((key) => key.startsWith("GNU.sparse."))) return undefined;
  if (records.get("GNU.sparse.major") === "1" && records.get("GNU.sparse.minor") === "0") {
    return paxMap(entry, Number(records.get("GNU.sparse.realsize")));
  }
  return refuse(entry.name, "is sparse in an old form: make the archive again without --sparse");
}

/** GNU's form: four extents in the header, and blocks of 21 as long as one says that more follow. */
function gnuMap(entry: Entry): MapReader {
  const extents: Extent[] = [];
  let size: number | undefined;
  return {
    inHeader: true,
    take(block) {
      const isHeader = size === undefined;
      size ??= numberIn(block, 483, 12);
      const [from, to, more] = isHeader ? [386, 482, 482] : [0, 504, 504];
      for (let at = from; at + 24 <= to && block[at] !== 0; at += 24) {
        extents.push({ offset: numberIn(block, at, 12), size: numberIn(block, at + 12, 12) });
      }
      if (extents.length > MOST) refuse(entry.name, "has too many holes");
      return block[more] === 0 ? withHoles(entry, size, extents, entry.stored) : undefined;
    },
  };
}

/** pax 1.0: decimal numbers on lines before the data: how many, then an offset and a size each. */
function paxMap(entry: Entry, size: number): MapReader {
  const numbers: number[] = [];
  let line = "";
  let taken = 0;
  return {
    inHeader: false,
    take(block) {
      const lines = (line + block.toString("latin1")).split("\n");
      line = lines.pop() ?? "";
      for (const text of lines)
        numbers.push(/^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN);
      taken += BLOCK;
      const [count = 0, ...places] = numbers;
      if (!(count <= MOST) || taken > entry.stored || line.length > BLOCK) {
        refuse(entry.name, "has a map that is no map");
      }
      if (numbers.length === 0 || numbers.length <= count * 2) return undefined;
      return withHoles(entry, size, pairs(places, count), entry.stored - taken);
    },
  };
}

const pairs = (numbers: readonly number[], count: number): Extent[] =>
  Array.from({ length: count }, (_, i) => ({
    offset: numbers[i * 2] ?? Number.NaN,
    size: numbers[i * 2 + 1] ?? Number.NaN,
  }));

/** A map must rise, stay within the file, and account for every byte that is stored. */
function withHoles(entry: Entry, size: number, extents: readonly Extent[], stored: number): Entry {
  let end = 0;
  let sum = 0;
  for (const extent of extents) {
    if (!(extent.offset >= end && extent.size >= 0)) refuse(entry.name, "has a map that is no map");
    end = extent.offset + extent.size;
    sum += extent.size;
  }
  if (!(Number.isSafeInteger(size) && end <= size && sum === stored)) {
    refuse(entry.name, "says that it has a size which it has not");
  }
  return { ...entry, stored, size, extents };
}
