/** Archives made by hand for tests: any entry that a header can say, right or wrong. */

/** An entry; what is left out is harmless. */
export interface Raw {
  name: string;
  type?: string;
  link?: string;
  mode?: number;
  uid?: number;
  gid?: number;
  mtime?: number;
  device?: [major: number, minor: number];
  data?: Buffer | string;
  /** Says another size than the data have. */
  size?: number;
  /** pax records that come before it. */
  pax?: Record<string, string | Buffer>;
}

const padded = (bytes: Buffer) =>
  Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);

/** An archive of the entries, with its end. */
export const tarball = (...entries: Raw[]): Buffer =>
  Buffer.concat([...entries.map(blocks), Buffer.alloc(1024)]);

function blocks({ pax, ...raw }: Raw): Buffer {
  const data = Buffer.from(raw.data ?? "");
  const own = Buffer.concat([header({ ...raw, size: raw.size ?? data.length }), padded(data)]);
  if (!pax) return own;
  const records = Buffer.concat(Object.entries(pax).map(([key, value]) => record(key, value)));
  return Buffer.concat([
    header({ name: "pax", type: "x", size: records.length }),
    padded(records),
    own,
  ]);
}

function record(key: string, value: string | Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from("\n")]);
  for (let length = rest.length + 1; ; length++) {
    if (`${length}`.length + rest.length === length) {
      return Buffer.concat([Buffer.from(`${length}`), rest]);
    }
  }
}

/** A header block with a right checksum. */
export function header(raw: Raw): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
  block.write(raw.name, 0, 100, "latin1");
  octal(raw.mode ?? 0o644, 100, 8);
  octal(raw.uid ?? 0, 108, 8);
  octal(raw.gid ?? 0, 116, 8);
  octal(raw.size ?? 0, 124, 12);
  octal(raw.mtime ?? 0, 136, 12);
  block.write(raw.type ?? "0", 156);
  block.write(raw.link ?? "", 157, 100, "latin1");
  block.write("ustar\0" + "00", 257, "latin1");
  octal(raw.device?.[0] ?? 0, 329, 8);
  octal(raw.device?.[1] ?? 0, 337, 8);
  return sign(block);
}

/** Puts the checksum right after a block was changed. */
export function sign(block: Buffer): Buffer {
  block.fill(" ", 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}
