/**
 * Standard output and error, written at once. process.stdout would make a pipe non-blocking, and
 * the pipe is the container's too.
 */
import { writeSync } from "node:fs";

/** Prints lines on standard output. */
export const print = (lines: readonly string[]) => writeAll(1, lines.map((l) => `${l}\n`).join(""));

/** Prints lines on standard error. */
export const printError = (...lines: readonly string[]) =>
  writeAll(2, lines.map((l) => `${l}\n`).join(""));

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

/** As printError, where nobody may be reading: what is told beside the container must not end it. */
export function tryPrintError(line: string): void {
  try {
    printError(line);
  } catch {
    // EPIPE, ENOSPC: it was for people, and they have gone
  }
}
