/** One entry of an archive, from its header block and the extended headers before it. */
import { Header } from "tar/header";
import { numberIn } from "./number.ts";
import type { Records } from "./pax.ts";
import { Refusal, refuse } from "./refusal.ts";
import type { Extent } from "./sparse.ts";

/** What an entry makes. */
export type Kind = "file" | "link" | "symlink" | "character" | "block" | "directory" | "fifo";

/** An entry. Names have one character (0 to 255) per byte, as Linux's have no encoding. */
export interface Entry {
  readonly kind: Kind;
  readonly name: string;
  /** Of a hard or symbolic link: where it leads. */
  readonly target: string;
  /** The twelve bits of chmod(2). */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970, with a fraction. */
  readonly mtime: number;
  readonly device: { readonly major: number; readonly minor: number };
  /** Bytes in the archive. */
  readonly stored: number;
  /** Bytes of the file, which may have holes. */
  readonly size: number;
  /** Which parts of the file are stored; undefined: all of it. */
  readonly extents?: readonly Extent[] | undefined;
  /** Extended attributes by name (xattr(7)), from pax records `SCHILY.xattr.NAME`. */
  readonly xattrs: ReadonlyMap<string, Buffer>;
}

/** What the extended headers before an entry said. */
export interface Extended {
  readonly records: Records;
  /** GNU's long names (types L and K). */
  readonly name?: string | undefined;
  readonly target?: string | undefined;
}

const KINDS: Readonly<Record<string, Kind>> = {
  File: "file",
  OldFile: "file",
  ContiguousFile: "file",
  SparseFile: "file",
  Link: "link",
  SymbolicLink: "symlink",
  CharacterDevice: "character",
  BlockDevice: "block",
  Directory: "directory",
  FIFO: "fifo",
};

const XATTR = "SCHILY.xattr.";
const LAST_ID = 0xffff_fffe; // 2^32 - 1 means "leave it" to chown(2)

/**
 * Reads a header block with node-tar, and puts over it what extended headers said.
 *
 * @throws Refusal for a type that no file system has, or numbers that cannot be meant
 */
export function toEntry(block: Buffer, header: Header, extended: Extended): Entry {
  const { records } = extended;
  const name =
    extended.name ?? records.get("GNU.sparse.name") ?? records.get("path") ?? nameIn(block);
  if (name === "" || name.includes("\0")) refuse(name, "has no usable name");
  const kind = kindOf(name, header);
  const number = (key: string, otherwise: number | undefined) =>
    decimal(name, key, records.get(key)) ?? otherwise ?? 0;
  // what is no file has no data, whatever its header says: so Go, and with it docker, reads archives
  const stored = kind === "file" ? number("size", header.size) : 0;
  if (!Number.isSafeInteger(stored) || stored < 0) refuse(name, "has a size that cannot be");
  return {
    kind,
    name,
    target: extended.target ?? records.get("linkpath") ?? text(block, 157, 100),
    mode: (header.mode ?? 0) & 0o7777,
    uid: id(name, number("uid", header.uid)),
    gid: id(name, number("gid", header.gid)),
    mtime: number("mtime", (header.mtime?.getTime() ?? 0) / 1000),
    device: deviceIn(name, block, kind),
    stored,
    size: stored,
    xattrs: xattrs(records),
  };
}

/** node-tar decodes names as UTF-8, which not all are. */
function nameIn(block: Buffer): string {
  const name = text(block, 0, 100);
  if (block.toString("latin1", 257, 263) !== "ustar\0") return name;
  const prefix = text(block, 345, 155);
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** node-tar reads devices in POSIX headers only; with GNU's they would become 0/0, a whiteout. */
function deviceIn(name: string, block: Buffer, kind: Kind): Entry["device"] {
  if (kind !== "character" && kind !== "block") return { major: 0, minor: 0 };
  const [major, minor] = [numberIn(block, 329, 8), numberIn(block, 337, 8)];
  if (!(major < 2 ** 12 && minor < 2 ** 20)) refuse(name, "has a device number that cannot be");
  return { major, minor };
}

function text(block: Buffer, offset: number, size: number): string {
  const field = block.toString("latin1", offset, offset + size);
  const end = field.indexOf("\0");
  return end === -1 ? field : field.slice(0, end);
}

function kindOf(name: string, { type }: Header): Kind {
  const kind = KINDS[type];
  if (kind === undefined) refuse(name, `is of a type that cannot be unpacked (${type})`);
  // archives from before 1988 have no type for directories
  return kind === "file" && name.endsWith("/") ? "directory" : kind;
}

function decimal(name: string, key: string, value: string | undefined): number | undefined {
  if (value === undefined || value === "") return undefined;
  if (!/^-?[0-9]{1,15}(\.[0-9]*)?$/.test(value)) refuse(name, `has a ${key} that is no number`);
  return Number(value);
}

function id(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > LAST_ID) {
    refuse(name, `has an owner that cannot be (${value})`);
  }
  return value;
}

function xattrs(records: Records): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const [key, value] of records) {
    if (key.startsWith(XATTR)) found.set(key.slice(XATTR.length), Buffer.from(value, "latin1"));
  }
  return found;
}

/**
 * node-tar's view of a header block: numbers in octal or base 256, the type, the checksum.
 *
 * @throws Refusal when the block is no header
 */
export function parseHeader(block: Buffer): Header {
  let header: Header;
  try {
    header = new Header(block);
  } catch {
    throw damaged(); // a number beyond 2^53
  }
  if (!header.nullBlock && !header.cksumValid) throw damaged();
  return header;
}

const damaged = () =>
  new Refusal("this is not a tar archive, or it is damaged (a header's checksum is wrong)");
