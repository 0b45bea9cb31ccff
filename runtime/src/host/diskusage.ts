/** What files take on the disk. */
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The sizes of all files below a directory, in bytes; of a file with several names once. */
export function diskUsage(directory: string, seen = new Set<number>()): number {
  let sum = 0;
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const stat = lstatSync(path);
    const { ino, size } = stat;
    if (stat.isDirectory()) sum += diskUsage(path, seen);
    else if (!seen.has(ino)) sum += size;
    seen.add(ino);
  }
  return sum;
}
