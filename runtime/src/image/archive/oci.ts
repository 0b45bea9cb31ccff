/** An OCI image layout in an archive. @see OCI image specification, image-layout.md */
import { type Digest, hexOf } from "../digest.ts";
import { checkDigest } from "../digester.ts";
import {
  type Descriptor,
  type Manifest,
  parseConfig,
  parseIndex,
  parseManifest,
} from "../manifest.ts";
import { choosePlatform } from "../platform.ts";
import { isReference } from "../reference.ts";
import type { DigestedFile } from "../store/digestedfile.ts";
import { Refusal } from "../tar/refusal.ts";
import type { Candidate } from "./candidate.ts";
import { dockerNames } from "./docker.ts";
import type { Archive } from "./spool.ts";

/** What an image layout has in its root. */
export const OCI_INDEX = "index.json";

const DEPTH = 4; // indexes in indexes
const FULL_NAME = "io.containerd.image.name";
const SHORT_NAME = "org.opencontainers.image.ref.name";

/** The images of this machine's platform. @throws Refusal for an archive that is not complete */
export function ociImages(archive: Archive): Candidate[] {
  const { manifests } = parseIndex(OCI_INDEX, archive.document(OCI_INDEX));
  const names = dockerNames(archive);
  const found = new Map<Digest, Candidate>();
  for (const descriptor of manifests.filter(isImage)) {
    const candidate = readImage(archive, descriptor);
    const same = found.get(descriptor.digest)?.names ?? [];
    const digest = candidate.manifest.config.digest;
    const all = [...same, ...nameOf(descriptor), ...(names.get(digest) ?? [])];
    found.set(descriptor.digest, { ...candidate, names: [...new Set(all)] });
  }
  return [...found.values()];
}

/** buildkit puts what it attests beside the images, as if it were for a platform of its own. */
const isImage = ({ annotations }: Descriptor) =>
  annotations?.["vnd.docker.reference.type"] === undefined;

/** Many tools write a tag alone there, or what else comes to their minds; that is no name. */
function nameOf({ annotations = {} }: Descriptor): string[] {
  const full = annotations[FULL_NAME];
  if (full !== undefined) return [full];
  const name = annotations[SHORT_NAME] ?? "";
  return /^(latest|v?[0-9][^/:]*)$/.test(name) || !isReference(name) ? [] : [name];
}

function readImage(archive: Archive, descriptor: Descriptor): Candidate & { manifest: Manifest } {
  const manifestBytes = readManifest(archive, descriptor, DEPTH);
  const manifest = parseManifest("the manifest", manifestBytes);
  const configBytes = readDocument(archive, manifest.config);
  const config = parseConfig("the configuration", configBytes);
  const layers = manifest.layers.map((layer) => blob(archive, layer));
  return { config, configBytes, manifest, manifestBytes, layers, names: [] };
}

function readManifest(archive: Archive, descriptor: Descriptor, depth: number): Buffer {
  const bytes = readDocument(archive, descriptor);
  if (!isIndex(descriptor)) return bytes;
  if (depth === 0) throw new Refusal("its indexes lead to no image");
  const { manifests } = parseIndex(descriptor.digest, bytes);
  return readManifest(archive, choosePlatform(manifests.filter(isImage)), depth - 1);
}

const isIndex = ({ mediaType }: Descriptor) => /image\.index|manifest\.list/.test(mediaType);

function readDocument(archive: Archive, { digest }: Descriptor): Buffer {
  const name = blobName(digest);
  const bytes = archive.document(name);
  checkDigest(name, bytes, digest);
  return bytes;
}

function blob(archive: Archive, { digest }: Descriptor): DigestedFile {
  const name = blobName(digest);
  const file = archive.find(name);
  if (!file) throw new Refusal(`the layer ${name} is missing in the archive`);
  if (file.digest !== digest) throw new Refusal(`${name} has the digest ${file.digest}`);
  return file;
}

const blobName = (digest: Digest) => `blobs/sha256/${hexOf(digest)}`;
