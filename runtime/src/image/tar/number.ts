/** Numbers in a header block, where node-tar does not read them. */

/** Octal, or base 256 where the first bit is set; 0 for an empty field, NaN for what is no number. */
export function numberIn(block: Buffer, offset: number, size: number): number {
  const field = block.subarray(offset, offset + size);
  if ((field[0] ?? 0) & 0x80) return Number(BigInt(`0x${field.toString("hex", 1)}`));
  const digits = field.toString("latin1").replace(/\0.*/s, "").trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : Number.NaN;
}
