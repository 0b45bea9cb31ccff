/** A file that a command makes, or standard output. */
import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import { UserError } from "../kernel/errors.ts";
import { sleep } from "../kernel/pause.ts";

/** Where the bytes go. */
export interface Output {
  write(bytes: Uint8Array): void;
  /** All is written: the file gets its name. */
  finish(): void;
  /** Removes what is not finished; does nothing after finish. */
  abandon(): void;
}

/**
 * Opens it. A regular file is written under another name first, so that an old one with the name
 * stays until the new one is whole.
 *
 * @param file a path; `-` or undefined: standard output
 * @throws UserError for a terminal, and for what cannot be written
 */
export function openOutput(command: string, file: string | undefined): Output {
  if (file === undefined || file === "-") return standardOutput(command);
  const direct = isSpecial(file);
  const path = direct ? file : `${file}.mydocker-${process.pid}`;
  const fd = open(file, path);
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  return {
    write: (bytes) => writeAll(file, fd, bytes),
    finish() {
      close();
      if (!direct) renameSync(path, file);
    },
    abandon() {
      if (!isOpen) return;
      close();
      if (!direct) rmSync(path, { force: true });
    },
  };
}

function standardOutput(command: string): Output {
  if (isatty(1)) {
    throw new UserError(
      `${command} writes an archive: redirect standard output, or name a file (-o)`,
    );
  }
  return { write: (bytes) => writeAll("standard output", 1, bytes), finish() {}, abandon() {} };
}

/** A device or a pipe cannot be replaced by a file. */
function isSpecial(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw new UserError(`${file} is a directory: name a file in it`);
  return stat !== undefined && !stat.isFile();
}

function open(file: string, path: string): number {
  try {
    return openSync(path, "w", 0o600);
  } catch (error) {
    throw new UserError(`${file}: ${(error as Error).message}`);
  }
}

const PAUSE = 5; // ms until a pipe that was full is tried again

function writeAll(name: string, fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN") throw new UserError(`${name}: ${message}`);
      // somebody has made the pipe non-blocking
      sleep(PAUSE);
    }
  }
}
