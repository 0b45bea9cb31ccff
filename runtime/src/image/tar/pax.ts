/**
 * The records of a pax extended header, as bytes.
 *
 * node-tar reads them as lines of UTF-8 and keeps only the keys it knows: extended attributes,
 * values with a newline, and names that are not UTF-8 would be lost.
 *
 * @see pax(1p), "pax Extended Header"
 */
import { Refusal } from "./refusal.ts";

/** Values by key; each a string with one character (0 to 255) per byte. */
export type Records = ReadonlyMap<string, string>;

const SPACE = 0x20;
const NEWLINE = 0x0a;

/**
 * Parses `LENGTH KEY=VALUE\n…`; the last of two records with one key is the one that counts.
 *
 * @throws Refusal for what breaks that form
 */
export function parseRecords(body: Buffer): Records {
  const records = new Map<string, string>();
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(SPACE, at);
    const length = lengthField(body.toString("latin1", at, space === -1 ? at : space));
    const end = at + length;
    const record = body.toString("latin1", space + 1, end - 1);
    const equals = record.indexOf("=");
    if (end > body.length || body[end - 1] !== NEWLINE || equals < 1) throw malformed();
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return records;
}

function lengthField(digits: string): number {
  if (!/^[1-9][0-9]{0,7}$/.test(digits)) throw malformed();
  return Number(digits);
}

const malformed = () => new Refusal("a pax extended header is malformed: the archive is damaged");

/** A record as pax wants it: its length counts its own digits too. */
export function formatRecord(key: string, value: Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from("\n")]);
  let length = rest.length + 1;
  while (`${length}`.length + rest.length !== length) length = `${length}`.length + rest.length;
  return Buffer.concat([Buffer.from(`${length}`), rest]);
}
