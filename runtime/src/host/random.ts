/** Chance, from the kernel itself: loading node:crypto costs 2 ms, which is a third of a start. */
import { closeSync, openSync, readSync } from "node:fs";

/** A container's id: 64 hexadecimal digits that nobody else has (random(4)). */
export function newId(): string {
  const bytes = Buffer.alloc(32);
  const random = openSync("/dev/urandom", "r");
  readSync(random, bytes);
  closeSync(random);
  return bytes.toString("hex");
}
