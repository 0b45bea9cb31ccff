/** An image as a container needs it. Quick, as every `run` waits for it. */
import { readFileSync } from "node:fs";
import { LOCK } from "../kernel/flags.ts";
import type { Digest } from "./digest.ts";
import { lookFor } from "./find.ts";
import { type ContainerConfig, parseConfig } from "./manifest.ts";
import { type Held, lock } from "./store/lock.ts";
import { blobPath, layerPath, places } from "./store/places.ts";

/**
 * Keeps all images' content where it is until the lock is let go: from before an image is resolved
 * until its container is written down, from when on that keeps it.
 */
export function holdContent(): Held {
  try {
    return lock(places.contentLock(), LOCK.SH);
  } catch (error) {
    // without a store there is nothing to keep, and no image to be resolved
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { release() {} };
    throw error;
  }
}

/** What a container of an image is made of. */
export interface ResolvedImage {
  readonly id: Digest;
  readonly config: ContainerConfig;
  /** The layers' directories, the topmost first. */
  readonly lowerDirs: readonly string[];
}

/**
 * Finds an image by name, tag or digest, or by its id or the beginning of it.
 *
 * What is in the store was verified when it came there; to do so again would cost `run` 2 ms.
 *
 * @returns undefined when there is none
 * @throws UserError for what is no name of an image
 */
export function resolveImage(name: string): ResolvedImage | undefined {
  const found = lookFor(name);
  if (!found) return undefined;
  const { id } = found.image;
  const { config, rootfs } = parseConfig(`image ${name}`, readFileSync(blobPath(id)));
  return { id, config: config ?? {}, lowerDirs: rootfs.diff_ids.map(layerPath).toReversed() };
}
