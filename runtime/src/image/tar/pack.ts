/**
 * Writes archives: the same entries give the same bytes. What the old header cannot hold (long or
 * non-ASCII names, large numbers, extended attributes) goes into a pax header before it.
 *
 * @see pax(1p), "ustar Interchange Format"
 */
import type { Entry } from "./entry.ts";
import { formatRecord } from "./pax.ts";

const BLOCK = 512;
const LARGEST = 8 ** 11; // what eleven octal digits can hold
const LARGEST_ID = 8 ** 7;
const LONGEST = 100; // bytes of a name in the header

const TYPES: Readonly<Record<Entry["kind"], string>> = {
  file: "0",
  link: "1",
  symlink: "2",
  character: "3",
  block: "4",
  directory: "5",
  fifo: "6",
};

/** The two empty blocks at the end of an archive. */
export const endOfArchive = (): Buffer => Buffer.alloc(2 * BLOCK);

/** What fills the last block of a file of so many bytes. */
export const padding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** The blocks before an entry's content. */
export function headerOf(entry: Entry): Buffer {
  const records = extendedRecords(entry);
  if (records.length === 0) return header(entry);
  return Buffer.concat([...paxHeader(entry, Buffer.concat(records)), header(entry)]);
}

function extendedRecords({ name, target, size, uid, gid, mtime, xattrs }: Entry): Buffer[] {
  const records: Buffer[] = [];
  const add = (needed: boolean, key: string, value: string) => {
    if (needed) records.push(formatRecord(key, Buffer.from(value, "latin1")));
  };
  add(!fits(name), "path", name);
  add(!fits(target), "linkpath", target);
  add(size >= LARGEST, "size", `${size}`);
  add(uid >= LARGEST_ID, "uid", `${uid}`);
  add(gid >= LARGEST_ID, "gid", `${gid}`);
  add(mtime < 0 || mtime >= LARGEST, "mtime", `${Math.floor(mtime)}`);
  for (const key of [...xattrs.keys()].sort()) {
    records.push(formatRecord(`SCHILY.xattr.${key}`, xattrs.get(key) ?? Buffer.alloc(0)));
  }
  return records;
}

const fits = (name: string) => name.length <= LONGEST && /^[\x20-\x7e]*$/.test(name);

/** Its own name says nothing: it must only be one, and the same each time. */
function paxHeader(entry: Entry, records: Buffer): Buffer[] {
  const about = { ...entry, kind: "file", target: "", mode: 0o644, size: records.length } as const;
  const block = header({ ...about, name: "PaxHeaders.0/entry" }, "x");
  return [block, records, padding(records.length)];
}

function header(entry: Entry, type = TYPES[entry.kind]): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) =>
    block.write(value.toString(8).padStart(length - 1, "0"), at, length - 1, "latin1");
  block.write(entry.name, 0, LONGEST, "latin1");
  octal(entry.mode, 100, 8);
  octal(entry.uid % LARGEST_ID, 108, 8);
  octal(entry.gid % LARGEST_ID, 116, 8);
  octal(entry.kind === "file" ? entry.size % LARGEST : 0, 124, 12);
  octal(Math.min(Math.max(0, Math.floor(entry.mtime)), LARGEST - 1), 136, 12);
  block.write(type, 156);
  block.write(entry.target, 157, LONGEST, "latin1");
  block.write("ustar\0" + "00", 257, "latin1");
  if (type === TYPES.character || type === TYPES.block) {
    octal(entry.device.major, 329, 8);
    octal(entry.device.minor, 337, 8);
  }
  return signed(block);
}

/** The checksum counts its own field as spaces. */
function signed(block: Buffer): Buffer {
  block.fill(0x20, 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}
