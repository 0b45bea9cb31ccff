/** Where the store is: a directory that only root may read. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../kernel/errors.ts";
import { stateRoot } from "../../kernel/stateroot.ts";
import { type Digest, hexOf } from "../digest.ts";

/** The image store's files. What is in blobs and layers came there by a rename, whole. */
export const places = {
  blobs: () => join(stateRoot(), "blobs/sha256"),
  layers: () => join(stateRoot(), "layers"),
  /** Directories of commands that are at work, or were killed. */
  temporary: () => join(stateRoot(), "tmp"),
  table: () => join(stateRoot(), "repositories.json"),
  /** Held while the table is changed. */
  tableLock: () => join(stateRoot(), "repositories.lock"),
  /** Held shared while content is added or used, exclusively while it is removed. */
  contentLock: () => join(stateRoot(), "content.lock"),
} as const;

/** A blob's file. */
export const blobPath = (digest: Digest): string => join(places.blobs(), hexOf(digest));

/** A layer's directory, which overlay can use as it is. */
export const layerPath = (diffId: Digest): string => join(places.layers(), hexOf(diffId));

/**
 * Makes the store's directories where they are missing.
 *
 * @throws UserError without root: owners and devices of a layer need it
 */
export function makePlaces(): void {
  if (process.geteuid?.() !== 0) throw new UserError("images need root (sudo)");
  mkdirSync(stateRoot(), { recursive: true, mode: 0o700 });
  for (const place of [places.blobs(), places.layers(), places.temporary()]) {
    mkdirSync(place, { recursive: true, mode: 0o700 });
  }
}
