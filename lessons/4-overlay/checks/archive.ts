/**
 * Archives as `docker save` writes them, so that any implementation can load them: a manifest, a
 * configuration for each image, a tar archive for each layer (ustar, see tar(5)).
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";

/** One entry of a layer. */
export interface Entry {
  /** Relative to the layer's root; a directory's ends with a slash. */
  readonly name: string;
  readonly mode: number;
  readonly content?: Uint8Array | string;
  /** Of a symbolic link. */
  readonly target?: string;
}

/** An image, its layers the base first. */
export interface Image {
  readonly name: string;
  readonly layers: readonly (readonly Entry[])[];
  /** As in a Dockerfile: Env, Cmd, … (OCI image specification, config.md). */
  readonly config?: Readonly<Record<string, unknown>>;
}

export const directory = (name: string, mode = 0o755): Entry => ({ name: `${name}/`, mode });
export const link = (name: string, target: string): Entry => ({ name, mode: 0o777, target });
export const file = (name: string, content: Uint8Array | string = "", mode = 0o644): Entry => ({
  name,
  mode,
  content,
});

/** Writes an archive of these images. */
export function writeArchive(path: string, images: readonly Image[]): void {
  const parts = new Map<string, Buffer>(); // many images have the same layers
  const manifest = images.map((image) => {
    const layers = image.layers.map((entries) => {
      const layer = layerTar(entries);
      parts.set(`${sha256(layer)}/layer.tar`, layer);
      return sha256(layer);
    });
    const config = Buffer.from(JSON.stringify(configOf(image, layers)));
    const name = `${sha256(config)}.json`;
    parts.set(name, config);
    return { Config: name, RepoTags: [image.name], Layers: layers.map((id) => `${id}/layer.tar`) };
  });
  parts.set("manifest.json", Buffer.from(JSON.stringify(manifest)));
  writeFileSync(path, tar([...parts].map(([name, content]) => file(name, content))));
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64" };

const configOf = ({ config = {} }: Image, layers: readonly string[]) => ({
  architecture: ARCHITECTURES[process.arch] ?? process.arch,
  os: "linux",
  config: { Env: ["PATH=/bin"], Cmd: ["sh"], ...config },
  rootfs: { type: "layers", diff_ids: layers.map((id) => `sha256:${id}`) },
  history: layers.map(() => ({ created_by: "lesson 4" })),
});

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const made = new WeakMap<readonly Entry[], Buffer>();

/** The base has some megabytes, and is in every image. */
function layerTar(entries: readonly Entry[]): Buffer {
  const layer = made.get(entries) ?? tar(entries);
  made.set(entries, layer);
  return layer;
}

const BLOCK = 512; // bytes

const tar = (entries: readonly Entry[]): Buffer =>
  Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);

function blocksOf(entry: Entry): Uint8Array[] {
  const content = Buffer.from(entry.content ?? "");
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return [header(entry, content.length), content, padding];
}

const TIME = 1_600_473_600; // 2020-09-19, seconds

function header({ name, mode, target }: Entry, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, width: number) =>
    block.write(value.toString(8).padStart(width - 1, "0"), at);
  block.write(name, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8); // uid
  octal(0, 116, 8); // gid
  octal(size, 124, 12);
  octal(TIME, 136, 12);
  block.write(" ".repeat(8), 148);
  block.write(target !== undefined ? "2" : name.endsWith("/") ? "5" : "0", 156);
  block.write(target ?? "", 157);
  block.write("ustar\u000000", 257);
  octal(
    block.reduce((sum, byte) => sum + byte),
    148,
    7,
  );
  return block;
}
