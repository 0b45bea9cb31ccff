/**
 * Paths below a directory, in which each character stands for one byte: file names of Linux have no
 * encoding, and a name that is not UTF-8 must not be lost.
 */
import { lstatSync, readdirSync, type Stats } from "node:fs";

/**
 * The file at `path` below a directory of the machine, in a form that node:fs understands.
 *
 * @param path begins with `/`, has one character (0 to 255) per byte
 */
export function pathIn(directory: string, path: string): string | Buffer {
  if (!/[\x80-\xff]/.test(path)) return directory + path; // what is ASCII is the same as UTF-8
  return Buffer.concat([Buffer.from(directory), Buffer.from(path, "latin1")]);
}

/** The names in a directory, one character per byte, in the order of their bytes; none where there is none. */
export function namesIn(directory: string, path: string): string[] {
  try {
    return readdirSync(pathIn(directory, path), { encoding: "latin1" }).sort();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

/** The file itself, and not where a link leads; undefined where there is none. */
export function lookAt(directory: string, path: string): Stats | undefined {
  try {
    return lstatSync(pathIn(directory, path), { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** A path as a terminal shows it. */
export const shown = (path: string): string => Buffer.from(path, "latin1").toString();
