/** A file that is written piece by piece, and known by its digest at the end. */
import { closeSync, openSync, writeSync } from "node:fs";
import type { Digest } from "../digest.ts";
import { openDigester } from "../digester.ts";

/** A file that is complete. */
export interface DigestedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
}

/** A file in the making. */
export interface DigestedWriter {
  write(bytes: Buffer): void;
  /** Closes it: it is complete. */
  finish(): DigestedFile;
  /** Closes it as it is; does nothing after finish. */
  abandon(): void;
}

/** Makes a file that only root may read. */
export function writeDigested(path: string): DigestedWriter {
  const digester = openDigester();
  let fd: number | undefined = openSync(path, "w", 0o600);
  let size = 0;
  const close = () => {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
  };
  return {
    write(bytes) {
      digester.add(bytes);
      size += bytes.length;
      for (let done = 0; done < bytes.length; ) done += writeSync(fd as number, bytes, done);
    },
    finish() {
      close();
      return { path, size, digest: digester.digest() };
    },
    abandon: close,
  };
}
