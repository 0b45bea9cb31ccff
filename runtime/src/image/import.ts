/** `import`: a root file system in an archive becomes an image of one layer. */
import { join } from "node:path";
import { list } from "./add.ts";
import type { Digest } from "./digest.ts";
import { applyInstructions } from "./instructions.ts";
import type { ContainerConfig, ImageConfig } from "./manifest.ts";
import { ARCHITECTURE } from "./platform.ts";
import { fullName, parseReference, withTag } from "./reference.ts";
import { type DigestedFile, writeDigested } from "./store/digestedfile.ts";
import { addLayer } from "./store/layers.ts";
import { beginWork } from "./store/work.ts";
import type { Bytes } from "./tar/compression.ts";
import { unwatched, type Watch } from "./watch.ts";

/** What is to be made of the archive. */
export interface Import {
  /** The image's name; undefined: it has only its id. */
  readonly name?: string | undefined;
  /** For the history. */
  readonly comment: string;
  /** Instructions that make the configuration. */
  readonly instructions: readonly string[];
}

/**
 * Imports a tar archive, compressed or not.
 *
 * @returns the image's id
 * @throws UserError for a bad name or instruction, a damaged or a hostile archive
 */
export async function importImage(
  source: Bytes,
  { name, comment, instructions }: Import,
  watch: Watch = unwatched,
): Promise<Digest> {
  const tags = name === undefined ? [] : [fullName(withTag(parseReference(name)))];
  const none: ContainerConfig = {};
  const settings = applyInstructions(none, instructions);
  const work = beginWork();
  try {
    const layer = await keep(source, join(work.directory, "layer"));
    const meter = watch("Unpacking", layer.size);
    const diffId = await addLayer(work, layer, undefined, meter);
    const config = configFor(diffId, settings, comment);
    const configBytes = Buffer.from(JSON.stringify(config));
    return list(work, { config, configBytes, layers: [layer], tags }).id;
  } finally {
    work.close();
  }
}

async function keep(source: Bytes, path: string): Promise<DigestedFile> {
  const file = writeDigested(path);
  try {
    for await (const piece of source) file.write(piece);
    return file.finish();
  } finally {
    file.abandon();
  }
}

function configFor(diffId: Digest, config: ContainerConfig, comment: string): ImageConfig {
  const created = new Date().toISOString();
  return {
    architecture: ARCHITECTURE,
    os: "linux",
    created,
    config,
    rootfs: { type: "layers", diff_ids: [diffId] },
    history: [{ created, comment }],
  };
}
