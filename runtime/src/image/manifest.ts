/**
 * The documents that make an image: index, manifest, configuration. Read from strangers, so only
 * what is used is believed, and only in its right form.
 *
 * @see OCI image specification, image-index.md, manifest.md, config.md
 */
import { type Digest, isDigest } from "./digest.ts";
import { Refusal } from "./tar/refusal.ts";

/** Media types that mydocker writes. */
export const MEDIA = {
  INDEX: "application/vnd.oci.image.index.v1+json",
  MANIFEST: "application/vnd.oci.image.manifest.v1+json",
  CONFIG: "application/vnd.oci.image.config.v1+json",
  LAYER: "application/vnd.oci.image.layer.v1.tar",
} as const;

/** A document of at most this many bytes is read into memory, as registries have it. */
export const MOST_DOCUMENT = 4 * 1024 * 1024;

/** A reference to content. @see descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: {
    readonly os: string;
    readonly architecture: string;
    readonly variant?: string;
  };
}

/** An image for one platform. */
export interface Manifest {
  readonly schemaVersion: 2;
  readonly mediaType?: string;
  readonly config: Descriptor;
  /** The base first. */
  readonly layers: readonly Descriptor[];
}

/** Manifests to choose from. */
export interface Index {
  readonly manifests: readonly Descriptor[];
}

/** What a container of the image runs, unless it is told otherwise. */
export interface ContainerConfig {
  readonly Env?: readonly string[] | null;
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly WorkingDir?: string;
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, object>> | null;
  readonly Volumes?: Readonly<Record<string, object>> | null;
  readonly StopSignal?: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
}

/** How a layer, or a setting, came to be. */
export interface History {
  readonly created?: string;
  readonly created_by?: string;
  readonly author?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

/** An image's configuration. Its digest is the image's id. */
export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly variant?: string;
  readonly created?: string;
  readonly author?: string;
  readonly config?: ContainerConfig | null;
  /** The digests of the layers' tar streams, decompressed; the base first. */
  readonly rootfs: { readonly type: "layers"; readonly diff_ids: readonly Digest[] };
  readonly history?: readonly History[] | null;
}

/** @throws Refusal that says what `what` is not */
export function parseManifest(what: string, bytes: Buffer): Manifest {
  const manifest = parseJson(what, bytes) as Manifest;
  const fine =
    isDescriptor(manifest?.config) &&
    Array.isArray(manifest.layers) &&
    manifest.layers.every(isDescriptor);
  return fine ? manifest : wrong(what, "an image manifest");
}

/** @throws Refusal that says what `what` is not */
export function parseIndex(what: string, bytes: Buffer): Index {
  const index = parseJson(what, bytes) as Index;
  const fine = Array.isArray(index?.manifests) && index.manifests.every(isDescriptor);
  return fine ? index : wrong(what, "an image index");
}

/** @throws Refusal that says what `what` is not, or that the image is for another system */
export function parseConfig(what: string, bytes: Buffer): ImageConfig {
  const config = parseJson(what, bytes) as ImageConfig;
  const diffIds: unknown = config?.rootfs?.diff_ids ?? [];
  if (typeof config?.rootfs !== "object" || !Array.isArray(diffIds) || !diffIds.every(isDigest)) {
    return wrong(what, "an image configuration");
  }
  if (config.os && config.os !== "linux") {
    throw new Refusal(`the image is for ${JSON.stringify(config.os)}, not for linux`);
  }
  return { ...config, rootfs: { type: "layers", diff_ids: diffIds } };
}

/** @throws Refusal for what is no JSON, or too large to be a document */
export function parseJson(what: string, bytes: Buffer): unknown {
  if (bytes.length > MOST_DOCUMENT) throw new Refusal(`${what} is too large to be a document`);
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new Refusal(`${what} is not JSON`);
  }
}

const isDescriptor = (value: Descriptor | undefined): boolean =>
  isDigest(value?.digest) && Number.isSafeInteger(value.size) && value.size >= 0;

function wrong(what: string, kind: string): never {
  throw new Refusal(`${what} is not ${kind}`);
}
