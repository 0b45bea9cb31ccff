/** A file that a command reads, or standard input. */
import { createReadStream, fstatSync, openSync } from "node:fs";
import { isatty } from "node:tty";
import { UserError } from "../kernel/errors.ts";

/** What is to be read. */
export interface Input {
  /** For people. */
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
  /** Bytes; undefined for what is no regular file. */
  readonly size: number | undefined;
}

const CHUNK = 256 * 1024; // bytes read at once

/**
 * Opens it.
 *
 * @param file a path; `-` or undefined: standard input
 * @throws UserError for what cannot be read, or a terminal
 */
export function openInput(command: string, file: string | undefined): Input {
  const isStandard = file === undefined || file === "-";
  if (isStandard && isatty(0)) {
    throw new UserError(`${command} reads an archive: name it, or redirect standard input from it`);
  }
  const name = isStandard ? "standard input" : file;
  const fd = isStandard ? 0 : open(file);
  const stat = fstatSync(fd);
  if (stat.isDirectory()) throw new UserError(`${name} is a directory, not an archive`);
  const bytes = createReadStream("", { fd, highWaterMark: CHUNK, autoClose: !isStandard });
  return { name, bytes, size: stat.isFile() ? stat.size : undefined };
}

function open(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : message;
    throw new UserError(`${file}: ${reason}`);
  }
}
