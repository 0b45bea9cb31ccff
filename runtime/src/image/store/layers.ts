/** Layers, each unpacked once, by the digest of its tar stream. What is there is whole. */
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Digest } from "../digest.ts";
import { openDigester } from "../digester.ts";
import { type Budget, budgetFor } from "../layer/budget.ts";
import { unpackLayer } from "../layer/unpack.ts";
import { compressionOfFile } from "../tar/compression.ts";
import { Refusal } from "../tar/refusal.ts";
import { type Meter, metered } from "../watch.ts";
import { layerPath } from "./places.ts";
import type { Work } from "./work.ts";

/** Whether the store has it. */
export const hasLayer = (diffId: Digest): boolean => existsSync(layerPath(diffId));

/** Where a layer's size is kept: beside its directory, which is overlay's. */
const notePath = (diffId: Digest): string => `${layerPath(diffId)}.json`;

/** Bytes of the files in a layer, as they are in a container: hard links once, holes included. */
export function layerSize(diffId: Digest): number {
  return (JSON.parse(readFileSync(notePath(diffId), "utf8")) as { size: number }).size;
}

/** A layer as a file: a tar stream, compressed or not. */
export interface PackedLayer {
  readonly path: string;
  /** Of the file as it is; the caller has verified it. */
  readonly digest: Digest;
}

const CHUNK = 256 * 1024; // bytes read at once

/**
 * Unpacks a layer into the store, unless it is there already. Two that do so at once do not meet:
 * each unpacks in its own work, and the first one stays.
 *
 * @param promised the diff id that it should have; undefined when nobody has said
 * @returns its diff id
 * @throws Refusal for a hostile or damaged archive, and when it is not what was promised
 */
export async function addLayer(
  work: Work,
  layer: PackedLayer,
  promised: Digest | undefined,
  meter: Meter,
): Promise<Digest> {
  if (promised !== undefined && hasLayer(promised)) {
    meter.end();
    return promised;
  }
  const directory = mkdtempSync(join(work.directory, "layer-"));
  // what is not compressed has its diff id for its digest: to compute that twice would be waste
  const isVerified = layer.digest === promised && compressionOfFile(layer.path) === "none";
  const digester = isVerified ? undefined : openDigester();
  const source = metered(createReadStream(layer.path, { highWaterMark: CHUNK }), meter);
  const budget = budgetFor(statSync(layer.path).size);
  const spent = await unpackLayer(source, directory, budget, digester?.add);
  const diffId = digester?.digest() ?? layer.digest;
  if (promised !== undefined && diffId !== promised) {
    throw new Refusal(`its content has the digest ${diffId}, not the diff id that the image names`);
  }
  publish(directory, diffId, spent);
  return diffId;
}

function publish(directory: string, diffId: Digest, { bytes, names }: Budget): void {
  const note = `${directory}.json`;
  writeFileSync(note, `${JSON.stringify({ size: bytes, names })}\n`, { mode: 0o600 });
  renameSync(note, notePath(diffId)); // first, as a layer that is there has a size
  try {
    renameSync(directory, layerPath(diffId));
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    // another command was faster: what it has made is the same
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
}
