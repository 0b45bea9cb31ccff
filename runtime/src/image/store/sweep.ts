/**
 * Removes content that no image needs. A layer loses its name before it loses its first file, so
 * that a half removed one is never taken for whole.
 */
import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { LOCK } from "../../kernel/flags.ts";
import { type Digest, hexOf, isDigest } from "../digest.ts";
import { parseConfig, parseManifest } from "../manifest.ts";
import { hasBlob, readBlob } from "./blobs.ts";
import { hasLayer, layerSize } from "./layers.ts";
import { tryLock } from "./lock.ts";
import { makePlaces, places } from "./places.ts";
import { readTable } from "./table.ts";
import { type Work, workUnder } from "./work.ts";

/** What was removed. */
export interface Swept {
  readonly layers: readonly Digest[];
  /** Bytes that were freed: of layers, and of the blobs they came from. */
  readonly bytes: number;
}

/**
 * Removes what is reached neither from the table nor by a container. While another command adds
 * content, or makes a container, nothing is removed: the next one will.
 *
 * @param users the ids of images that containers are made of
 */
export function sweep(users: () => Iterable<string>): Swept {
  makePlaces();
  const content = tryLock(places.contentLock(), LOCK.EX);
  if (!content) return { layers: [], bytes: 0 };
  const work = workUnder(content);
  try {
    return removeUnreached(work, reached(users()));
  } finally {
    work.close(); // which is where the files are removed
  }
}

interface Reached {
  readonly blobs: ReadonlySet<string>;
  readonly layers: ReadonlySet<string>;
}

function reached(users: Iterable<string>): Reached {
  const images = readTable();
  const blobs = new Set<string>();
  const layers = new Set<string>();
  for (const { manifest } of images) {
    const packed = parseManifest("the manifest", readBlob(manifest)).layers;
    for (const digest of [manifest, ...packed.map((layer) => layer.digest)]) {
      blobs.add(hexOf(digest));
    }
  }
  for (const id of [...images.map((image) => image.id), ...users].filter(isDigest)) {
    blobs.add(hexOf(id));
    if (!hasBlob(id)) continue;
    const { rootfs } = parseConfig("the configuration", readBlob(id));
    for (const diffId of rootfs.diff_ids) layers.add(hexOf(diffId));
  }
  return { blobs, layers };
}

function removeUnreached(work: Work, { blobs, layers }: Reached): Swept {
  const away = (path: string, name: string) => renameSync(path, join(work.directory, name));
  let bytes = 0;
  for (const hex of readdirSync(places.blobs()).filter((name) => !blobs.has(name))) {
    const path = join(places.blobs(), hex);
    bytes += statSync(path).size;
    away(path, `blob-${hex}`);
  }
  const notes = readdirSync(places.layers()).filter((name) => name.endsWith(".json"));
  const removed: Digest[] = [];
  for (const note of notes) {
    const hex = note.slice(0, -".json".length);
    if (layers.has(hex)) continue;
    const diffId: Digest = `sha256:${hex}`;
    if (hasLayer(diffId)) {
      bytes += layerSize(diffId);
      removed.push(diffId);
      away(join(places.layers(), hex), `layer-${hex}`);
    }
    rmSync(join(places.layers(), note)); // last, since it is by its note that a layer is found
  }
  return { layers: removed, bytes };
}
