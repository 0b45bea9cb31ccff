/** A regular file as its data arrive: written where they belong, with holes between. */
import {
  closeSync,
  fchmodSync,
  fchownSync,
  ftruncateSync,
  futimesSync,
  openSync,
  writeSync,
} from "node:fs";
import { O } from "../../kernel/flags.ts";
import type { Entry } from "../tar/entry.ts";
import { setAttributes, time } from "./attributes.ts";
import type { Path } from "./directories.ts";

const FLAGS = O.WRONLY | O.CREAT | O.EXCL | O.NOFOLLOW | O.CLOEXEC;

/** A file that is being written. */
export interface Content {
  write(bytes: Buffer): void;
  /** Closes it; the file is complete. */
  finish(): void;
  /** Closes it as it is. */
  abandon(): void;
}

/** For what has none: data that come all the same are passed over. */
export const noContent: Content = { write() {}, finish() {}, abandon() {} };

/** Makes the file; throws EEXIST when there is one of any kind. @param path valid until `finish` */
export function createContent(path: Path, entry: Entry): Content {
  const fd = openSync(path, FLAGS, 0o600);
  const position = entry.extents ? placer(entry.extents) : undefined;
  return {
    write(bytes) {
      if (!position) writeAll(fd, bytes, null);
      else for (const { at, part } of position(bytes)) writeAll(fd, part, at);
    },
    finish() {
      if (entry.extents) ftruncateSync(fd, entry.size);
      if (entry.xattrs.size === 0) setPlain(fd, entry);
      closeSync(fd);
      if (entry.xattrs.size > 0) setAttributes(path, entry);
    },
    abandon: () => closeSync(fd),
  };
}

/** As setAttributes does for what has attributes, in three calls without a path. */
function setPlain(fd: number, { uid, gid, mode, mtime }: Entry): void {
  fchownSync(fd, uid, gid);
  fchmodSync(fd, mode);
  futimesSync(fd, time(mtime), time(mtime));
}

/** write(2) may take less than it is given when the disk fills up; then the next one says so. */
function writeAll(fd: number, bytes: Buffer, position: number | null): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(
      fd,
      bytes,
      done,
      bytes.length - done,
      position === null ? null : position + done,
    );
  }
}

/** Cuts what arrives at the ends of the extents, and tells where each part belongs. */
function placer(extents: NonNullable<Entry["extents"]>) {
  let index = 0;
  let used = 0; // bytes of the current extent
  return function* place(bytes: Buffer): Generator<{ at: number; part: Buffer }> {
    for (let done = 0; done < bytes.length; ) {
      const extent = extents[index];
      if (!extent) return; // the map accounts for every byte (sparse.ts)
      const part = bytes.subarray(done, done + extent.size - used);
      if (part.length > 0) yield { at: extent.offset + used, part };
      done += part.length;
      used += part.length;
      if (used === extent.size) {
        index += 1;
        used = 0;
      }
    }
  };
}
