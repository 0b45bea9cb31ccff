/**
 * An image's way into the store, whoever brings it: `load`, `import`, `pull`, `commit`. Nothing of it
 * is listed before all of it is there.
 */
import { statSync } from "node:fs";
import { type Digest, hexOf } from "./digest.ts";
import { digestOf } from "./digester.ts";
import { type ImageConfig, type Manifest, MEDIA } from "./manifest.ts";
import { keepBlob, putBlob } from "./store/blobs.ts";
import { addLayer } from "./store/layers.ts";
import { changeTable, type Listed, withImage } from "./store/table.ts";
import type { Work } from "./store/work.ts";
import { compressionOfFile } from "./tar/compression.ts";
import { Refusal } from "./tar/refusal.ts";
import { naming } from "./trouble.ts";
import { unwatched, type Watch } from "./watch.ts";

/** A layer that is still a file of the caller's work. */
export interface NewLayer {
  /** A tar stream, compressed or not. The store takes it. */
  readonly path: string;
  /** Its digest, which the caller has verified. */
  readonly digest: Digest;
}

/** An image that is to be added. */
export interface NewImage {
  readonly config: ImageConfig;
  /** The configuration, byte by byte: its digest is the image's id. */
  readonly configBytes: Buffer;
  /** The manifest, byte by byte; undefined: one is written. */
  readonly manifestBytes?: Buffer | undefined;
  /** One for each diff id. */
  readonly layers: readonly NewLayer[];
  /** Full names with a tag (reference.ts, fullName). */
  readonly tags: readonly string[];
  /** Full names with the digest under which a registry has it. */
  readonly digests?: readonly string[];
}

/**
 * Adds an image, its layers one after another, and lists it.
 *
 * @param watch is told of each layer
 * @returns the image as it is listed
 * @throws UserError that names the layer, if one is hostile, damaged, or not what the image says
 */
export async function addImage(
  work: Work,
  image: NewImage,
  watch: Watch = unwatched,
): Promise<Listed> {
  const diffIds = image.config.rootfs.diff_ids;
  if (diffIds.length !== image.layers.length) {
    const counts = `${diffIds.length} diff ids for ${image.layers.length} layers`;
    throw new Refusal(`the image's configuration has ${counts}`);
  }
  for (const [index, layer] of image.layers.entries()) {
    const diffId = diffIds[index] as Digest;
    const meter = watch(`Unpacking ${hexOf(diffId).slice(0, 12)}`, statSync(layer.path).size);
    await naming(`layer ${diffId}`, () => addLayer(work, layer, diffId, meter));
  }
  return list(work, image);
}

/**
 * Lists an image whose layers are unpacked already.
 *
 * @returns the image as it is listed
 */
export function list(work: Work, image: NewImage): Listed {
  const manifestBytes = image.manifestBytes ?? writeManifest(image);
  for (const { path, digest } of image.layers) keepBlob(path, digest);
  const listed: Listed = {
    id: putBlob(work, image.configBytes),
    manifest: putBlob(work, manifestBytes),
    tags: image.tags,
    digests: image.digests ?? [],
  };
  changeTable((images) => withImage(images, listed));
  return listed;
}

function writeManifest({ configBytes, layers }: NewImage): Buffer {
  const manifest: Manifest = {
    schemaVersion: 2,
    mediaType: MEDIA.MANIFEST,
    config: { mediaType: MEDIA.CONFIG, digest: digestOf(configBytes), size: configBytes.length },
    layers: layers.map(({ path, digest }) => {
      const compression = compressionOfFile(path);
      const mediaType = compression === "none" ? MEDIA.LAYER : `${MEDIA.LAYER}+${compression}`;
      return { mediaType, digest, size: statSync(path).size };
    }),
  };
  return Buffer.from(JSON.stringify(manifest));
}
