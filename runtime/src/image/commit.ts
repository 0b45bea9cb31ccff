/** A container's changes as a new image: one layer above those that it was made of. */
import { join } from "node:path";
import { addImage, type NewLayer } from "./add.ts";
import type { Change } from "./changes.ts";
import type { Digest } from "./digest.ts";
import { applyInstructions } from "./instructions.ts";
import { type WrittenLayer, writeLayer } from "./layer/write.ts";
import { type ContainerConfig, type ImageConfig, parseConfig, parseManifest } from "./manifest.ts";
import { fullName, parseReference, withTag } from "./reference.ts";
import { readBlob } from "./store/blobs.ts";
import { blobPath } from "./store/places.ts";
import { readTable } from "./store/table.ts";
import { beginWork } from "./store/work.ts";
import { Refusal } from "./tar/refusal.ts";
import { naming } from "./trouble.ts";

/** What is to be committed. */
export interface Commit {
  /** The id of the image that the container was made of. */
  readonly base: string;
  /** How the container was run; undefined: as its image says. */
  readonly config?: ContainerConfig | undefined;
  /** The container's upper directory. */
  readonly upper: string;
  /** What is in it, when it is read. */
  changes(): readonly Change[];
  /** Keeps the container still while something reads it. */
  still<T>(read: () => Promise<T>): Promise<T>;
  /** The new image's name; undefined: it has only its id. */
  readonly name?: string | undefined;
  readonly message?: string | undefined;
  readonly author?: string | undefined;
  /** The container's command, for the history. */
  readonly command: readonly string[];
  /** Instructions that change the configuration. */
  readonly instructions: readonly string[];
}

/** A new image. */
export interface Committed {
  readonly id: Digest;
  /** What is not in it as it was in the container, each as a sentence. */
  readonly remarks: readonly string[];
}

/**
 * Adds the image; nothing of it is there before all of it is. The container stands still only while
 * it is read.
 *
 * @throws UserError for a bad name or instruction, and when the base image has been removed
 */
export async function commitChanges(commit: Commit): Promise<Committed> {
  const tags = commit.name === undefined ? [] : [fullName(withTag(parseReference(commit.name)))];
  const work = beginWork();
  try {
    const base = readBase(commit.base);
    const config = configure(base.config, commit);
    const path = join(work.directory, "layer.tar");
    const written = await naming("the new layer", () =>
      commit.still(() => writeLayer(path, commit.upper, commit.changes())),
    );
    const image = withLayer(config, written, commit);
    const layers = [...base.layers, { path, digest: written.digest }];
    const configBytes = Buffer.from(JSON.stringify(image));
    const { id } = await naming("the new image", () =>
      addImage(work, { config: image, configBytes, layers, tags }),
    );
    return { id, remarks: written.remarks };
  } finally {
    work.close();
  }
}

function readBase(id: string): { config: ImageConfig; layers: NewLayer[] } {
  const listed = readTable().find((image) => image.id === id);
  if (!listed) throw new Refusal(`the image that it was made of, ${id}, has been removed`);
  const manifest = parseManifest(id, readBlob(listed.manifest));
  const config = parseConfig(id, readBlob(manifest.config.digest));
  const layers = manifest.layers.map(({ digest }) => ({ path: blobPath(digest), digest }));
  return { config, layers };
}

/** The image's configuration, the container's over it, the instructions over that. */
function configure(base: ImageConfig, { config, instructions }: Commit): ImageConfig {
  return { ...base, config: applyInstructions({ ...base.config, ...config }, instructions) };
}

function withLayer(base: ImageConfig, layer: WrittenLayer, commit: Commit): ImageConfig {
  const { author, message, command } = commit;
  const created = new Date().toISOString();
  const signed = author === undefined ? {} : { author };
  const comment = message === undefined ? {} : { comment: message };
  const entry = { created, created_by: command.join(" "), ...signed, ...comment };
  return {
    ...base,
    created,
    ...signed,
    rootfs: { type: "layers", diff_ids: [...base.rootfs.diff_ids, layer.digest] },
    history: [...fullHistory(base), entry],
  };
}

/** Steps belong to layers by their order: a layer that has none gets an empty one. */
function fullHistory({ history, rootfs }: ImageConfig): NonNullable<ImageConfig["history"]> {
  const steps = history ?? [];
  const told = steps.filter((step) => !step.empty_layer).length;
  return [...steps, ...rootfs.diff_ids.slice(told).map(() => ({}))];
}
