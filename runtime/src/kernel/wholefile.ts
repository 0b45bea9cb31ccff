/** Files that are never seen half written. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DiskFull, isDiskFull } from "./diskfull.ts";

/**
 * Replaces a file: the new content is on the disk before it has the name (rename(2), fsync(2)).
 * The left-over of a crash is overwritten by the next attempt.
 *
 * @throws DiskFull when there is no room for it
 */
export function writeWhole(path: string, content: string): void {
  const temporary = `${path}.tmp`;
  try {
    writeDurably(temporary, content);
  } catch (error) {
    throw isDiskFull(error) ? new DiskFull(dirname(path)) : error;
  }
  renameSync(temporary, path);
}

function writeDurably(path: string, content: string): void {
  const fd = openSync(path, "w", 0o600);
  try {
    writeFileSync(fd, content); // write(2) alone may take only a part on a disk that is nearly full
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
