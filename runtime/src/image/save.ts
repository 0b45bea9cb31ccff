/**
 * `save`: one archive that is an OCI image layout and what `docker save` writes, so that docker of any
 * age, podman, skopeo and umoci read it. The same images give the same bytes.
 *
 * @see OCI image specification, image-layout.md
 */
import { closeSync, openSync, readSync } from "node:fs";
import { DOCKER_MANIFEST } from "./archive/docker.ts";
import { OCI_INDEX } from "./archive/oci.ts";
import { type Digest, hexOf } from "./digest.ts";
import { openDigester } from "./digester.ts";
import { findImage } from "./find.ts";
import { MEDIA } from "./manifest.ts";
import { type Image, readImage } from "./read.ts";
import { fullName, parseReference } from "./reference.ts";
import { blobSize } from "./store/blobs.ts";
import { blobPath } from "./store/places.ts";
import { type Listed, readTable } from "./store/table.ts";
import type { Entry } from "./tar/entry.ts";
import { endOfArchive, headerOf, padding } from "./tar/pack.ts";
import { Refusal } from "./tar/refusal.ts";

// Names are written in full. docker would write `busybox:latest`, which podman takes for its own
// localhost/busybox; docker itself understands both.

/** Where an archive goes. */
export type Write = (bytes: Buffer) => void;

/** An image that is saved, and under which of its names. */
interface Chosen {
  readonly image: Image;
  readonly names: readonly string[];
}

/**
 * Writes an archive of images.
 *
 * @param texts names or ids; a name without a tag means all tags of its repository
 * @throws UserError when one of them is not here; Refusal when the disk has changed one
 */
export function saveImages(texts: readonly string[], write: Write): void {
  const chosen = choose(texts);
  const json = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);
  const document = (name: string, bytes: Buffer) => {
    for (const piece of [fileHeader(name, bytes.length), bytes, padding(bytes.length)])
      write(piece);
  };
  write(directoryHeader("blobs/"));
  write(directoryHeader("blobs/sha256/"));
  for (const digest of blobsOf(chosen)) copyBlob(digest, write);
  document(OCI_INDEX, json(indexOf(chosen)));
  document(DOCKER_MANIFEST, json(chosen.map(dockerItem)));
  document("oci-layout", json({ imageLayoutVersion: "1.0.0" }));
  write(endOfArchive());
}

function choose(texts: readonly string[]): Chosen[] {
  const names = new Map<Listed, Set<string>>();
  for (const text of texts) {
    for (const { image, tags } of matching(text)) {
      const before = names.get(image) ?? new Set();
      names.set(image, new Set([...before, ...tags]));
    }
  }
  return [...names].map(([listed, tags]) => ({ image: readImage(listed), names: [...tags] }));
}

function matching(text: string): { image: Listed; tags: readonly string[] }[] {
  const table = readTable();
  const repository = repositoryOf(text);
  const all = table
    .map((image) => ({ image, tags: image.tags.filter((tag) => startsName(tag, repository)) }))
    .filter(({ tags }) => tags.length > 0);
  if (all.length > 0) return all;
  const { image, name } = findImage(text);
  const listed = table.find(({ id }) => id === image.id) ?? image;
  return [{ image: listed, tags: listed.tags.filter((tag) => tag === name) }];
}

/** Undefined when the text says a tag or a digest, or is an id. */
function repositoryOf(text: string): string | undefined {
  if (/^(sha256:)?[0-9a-f]{64}$/.test(text)) return undefined;
  const reference = parseReference(text);
  return (reference.tag ?? reference.digest) ? undefined : fullName(reference);
}

const startsName = (tag: string, repository: string | undefined) =>
  repository !== undefined && tag.startsWith(`${repository}:`);

const blobsOf = (chosen: readonly Chosen[]): Digest[] => {
  const all = chosen.flatMap(({ image: { manifest, contents } }) => [
    manifest,
    contents.config.digest,
    ...contents.layers.map(({ digest }) => digest),
  ]);
  return [...new Set(all)].sort();
};

/** One descriptor for each name, as the layout has it; one without a name for an image without. */
function indexOf(chosen: readonly Chosen[]): unknown {
  const manifests = chosen.flatMap(({ image, names }) => {
    const descriptor = {
      mediaType: image.contents.mediaType ?? MEDIA.MANIFEST,
      digest: image.manifest,
      size: blobSize(image.manifest),
      platform: { architecture: image.config.architecture, os: "linux" },
    };
    const named = names.map((name) => ({
      ...descriptor,
      annotations: {
        "io.containerd.image.name": name,
        "org.opencontainers.image.ref.name": name,
      },
    }));
    return named.length > 0 ? named : [descriptor];
  });
  return { schemaVersion: 2, mediaType: MEDIA.INDEX, manifests };
}

const blobName = (digest: Digest) => `blobs/sha256/${hexOf(digest)}`;

const dockerItem = ({ image: { contents }, names }: Chosen) => ({
  Config: blobName(contents.config.digest),
  RepoTags: names,
  Layers: contents.layers.map(({ digest }) => blobName(digest)),
});

const CHUNK = 1024 * 1024; // bytes read at once

function copyBlob(digest: Digest, write: Write): void {
  const size = blobSize(digest);
  const digester = openDigester();
  write(fileHeader(blobName(digest), size));
  const fd = openSync(blobPath(digest), "r");
  try {
    const bytes = Buffer.alloc(Math.min(CHUNK, size));
    for (let left = size; left > 0; ) {
      const piece = bytes.subarray(0, readSync(fd, bytes, 0, Math.min(CHUNK, left), null));
      if (piece.length === 0) break; // said below
      digester.add(piece);
      write(piece);
      left -= piece.length;
    }
  } finally {
    closeSync(fd);
  }
  if (digester.digest() !== digest) {
    throw new Refusal(`${blobPath(digest)} is damaged: remove its image and get it again`);
  }
  write(padding(size));
}

const OF_ROOT = { target: "", uid: 0, gid: 0, mtime: 0, device: { major: 0, minor: 0 } } as const;

const entry = (kind: Entry["kind"], name: string, mode: number, size: number): Entry => ({
  ...OF_ROOT,
  kind,
  name,
  mode,
  size,
  stored: size,
  xattrs: new Map(),
});

const fileHeader = (name: string, size: number) => headerOf(entry("file", name, 0o644, size));
const directoryHeader = (name: string) => headerOf(entry("directory", name, 0o755, 0));
