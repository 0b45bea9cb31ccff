/** An image of the store with its documents, verified. */
import type { Digest } from "./digest.ts";
import { type ImageConfig, type Manifest, parseConfig, parseManifest } from "./manifest.ts";
import { readBlob } from "./store/blobs.ts";
import { layerSize } from "./store/layers.ts";
import type { Listed } from "./store/table.ts";

/** An image, read. */
export interface Image extends Listed {
  readonly contents: Manifest;
  readonly config: ImageConfig;
  /** Bytes of the files in its layers. */
  readonly size: number;
}

/** @throws Refusal when something of it is missing or was changed on the disk */
export function readImage(listed: Listed): Image {
  const contents = parseManifest("the manifest", readBlob(listed.manifest));
  const config = parseConfig("the configuration", readBlob(contents.config.digest));
  const size = config.rootfs.diff_ids.reduce((sum, diffId) => sum + layerSize(diffId), 0);
  return { ...listed, contents, config, size };
}

/** One step of an image's making. */
export interface Step {
  readonly created: string | undefined;
  readonly by: string;
  readonly comment: string;
  /** Bytes; 0 for a step that only changed the configuration. */
  readonly size: number;
}

/** How an image was made, the latest step first. Layers without a history are steps too. */
export function stepsOf({ config }: Image): Step[] {
  const remaining: Digest[] = [...config.rootfs.diff_ids];
  const next = () => {
    const diffId = remaining.shift();
    return diffId === undefined ? 0 : layerSize(diffId);
  };
  const steps = (config.history ?? []).map((entry) => ({
    created: entry.created,
    by: entry.created_by ?? "",
    comment: entry.comment ?? "",
    size: entry.empty_layer ? 0 : next(),
  }));
  const unexplained = remaining.map((diffId) => ({
    created: undefined,
    by: "",
    comment: "",
    size: layerSize(diffId),
  }));
  return [...steps, ...unexplained].reverse();
}
