/** `--cidfile`: a new file that holds the container's id. */
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { UserError } from "../kernel/errors.ts";

/** The file, which nobody else has made. */
export interface CidFile {
  write(id: string): void;
  /** There is no such container. */
  abandon(): void;
}

const NONE: CidFile = { write() {}, abandon() {} };

/** @throws UserError when the file is there already, or cannot be made */
export function claimCidFile(path: string | undefined): CidFile {
  if (path === undefined) return NONE;
  let fd: number;
  try {
    fd = openSync(path, "wx", 0o644);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" ? "it is there already: remove it, or name another" : message;
    throw new UserError(`--cidfile ${JSON.stringify(path)}: ${why}`);
  }
  return {
    write(id) {
      writeSync(fd, id);
      closeSync(fd);
    },
    abandon: () => rmSync(path, { force: true }),
  };
}
