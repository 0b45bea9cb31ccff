/** Small files, many in one go: what the kernel says of a thousand containers, without a throw each. */
import { native } from "./native.ts";

/** The content of a file as text; undefined when it cannot be read. */
export type Read = (path: string) => string | undefined;

/** Reads a file when it is asked for. */
export const readNow: Read = (path) => native.readAll([path])[0];

/** Reads these files now; others when they are asked for. */
export function readTogether(paths: readonly string[]): Read {
  const texts = native.readAll(paths);
  const known = new Map(paths.map((path, i) => [path, texts[i]]));
  return (path) => (known.has(path) ? known.get(path) : readNow(path));
}
