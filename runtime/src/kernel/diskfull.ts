/** A disk that has no room left. */
import { statfsSync } from "node:fs";
import { UserError } from "./errors.ts";

const ROOM = 64 * 1024; // bytes: less is as good as none

/** Something has to be written down, and there is no room for it. */
export class DiskFull extends UserError {
  override name = "DiskFull";
  /** The errno's name, as Node's own errors have it. */
  readonly code = "ENOSPC";

  constructor(directory: string) {
    super(`no space is left in ${directory}: make room`);
  }
}

/** Whether an error, of ours or of Node's, says that there is no room. */
export function isDiskFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOSPC" || code === "EDQUOT";
}

/** Whether root can still write something below a directory (statfs(2)). */
export function hasRoom(directory: string): boolean {
  const { bfree, bsize } = statfsSync(directory);
  return bfree * bsize >= ROOM;
}
