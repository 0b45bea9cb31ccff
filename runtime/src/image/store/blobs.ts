/** Content by its digest. A blob that is there is whole: it got its name last. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Digest, hexOf } from "../digest.ts";
import { checkDigest, digestOf } from "../digester.ts";
import { blobPath } from "./places.ts";
import type { Work } from "./work.ts";

/** Whether the store has it. */
export const hasBlob = (digest: Digest): boolean => existsSync(blobPath(digest));

/** Its size in bytes. */
export const blobSize = (digest: Digest): number => statSync(blobPath(digest)).size;

/**
 * A document, read whole and verified.
 *
 * @throws Refusal when the disk has changed it; ENOENT when it is not there
 */
export function readBlob(digest: Digest): Buffer {
  const bytes = readFileSync(blobPath(digest));
  checkDigest(blobPath(digest), bytes, digest);
  return bytes;
}

/**
 * Gives a finished file, whose digest the caller has verified, its name in the store. The file stays
 * where it is too, until the work is over.
 */
export function keepBlob(file: string, digest: Digest): void {
  if (hasBlob(digest)) return;
  const fd = openSync(file, "r");
  fsyncSync(fd); // a name in the store must never stand for less than its content
  closeSync(fd);
  try {
    linkSync(file, blobPath(digest));
  } catch (error) {
    // another command was faster, with the same
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Puts a document in the store. */
export function putBlob(work: Work, bytes: Buffer): Digest {
  const digest = digestOf(bytes);
  const file = join(work.directory, `document-${hexOf(digest)}`);
  writeFileSync(file, bytes, { mode: 0o600 });
  keepBlob(file, digest);
  return digest;
}
