/**
 * Standard output and error, written at once. process.stdout would make a pipe non-blocking, and
 * the pipe is the container's too.
 */
import { writeSync } from "node:fs";
import { sleep } from "../kernel/pause.ts";

/** Prints lines on standard output. */
export const print = (lines: readonly string[]) => writeAll(1, lines.map((l) => `${l}\n`).join(""));

/** Prints lines on standard error. */
export const printError = (...lines: readonly string[]) =>
  writeAll(2, lines.map((l) => `${l}\n`).join(""));

const writeAll = (fd: number, text: string): void => writeBytes(fd, Buffer.from(text));

const PAUSE = 5; // ms until a pipe that was full is tried again

/** Writes all of them to a descriptor. */
export function writeBytes(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      // somebody has made the pipe non-blocking
      sleep(PAUSE);
    }
  }
}

/** As printError, where nobody may be reading: what is told beside the container must not end it. */
export function tryPrintError(line: string): void {
  try {
    printError(line);
  } catch {
    // EPIPE, ENOSPC: it was for people, and they have gone
  }
}
