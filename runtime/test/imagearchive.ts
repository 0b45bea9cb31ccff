/** Image archives made by hand for tests. */
import { createHash } from "node:crypto";
import { tarball } from "./imagetar.ts";

/** The digits of a digest. */
export const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** What an archive is to hold. */
export interface Wanted {
  /** tar streams, the base first. */
  layers: Buffer[];
  names?: string[];
  config?: object;
  /** Instead of the layers' own. */
  diffIds?: string[];
}

/** A configuration, as bytes. */
export function configOf({ layers, config = {}, diffIds }: Wanted): Buffer {
  const ids = diffIds ?? layers.map((layer) => `sha256:${sha256(layer)}`);
  const history = layers.map((_, i) => ({
    created: "2020-01-02T03:04:05Z",
    created_by: `/bin/sh -c #(nop) ADD layer ${i}`,
  }));
  return Buffer.from(
    JSON.stringify({
      architecture: "amd64",
      os: "linux",
      created: "2020-01-02T03:04:05Z",
      config,
      rootfs: { type: "layers", diff_ids: ids },
      history: [...history, { created_by: "CMD", empty_layer: true, comment: "a comment" }],
    }),
  );
}

/** As docker before 25 saved it: a directory with a layer.tar for each layer. */
export function dockerArchive(wanted: Wanted, pack = (layer: Buffer) => layer): Buffer {
  const config = configOf(wanted);
  const name = `${sha256(config)}.json`;
  const layers = wanted.layers.map((layer, i) => ({ name: `${i}/layer.tar`, data: pack(layer) }));
  const manifest = [
    { Config: name, RepoTags: wanted.names ?? null, Layers: layers.map((layer) => layer.name) },
  ];
  return tarball(
    ...layers,
    { name, data: config },
    { name: "manifest.json", data: JSON.stringify(manifest) },
  );
}

/** An OCI image layout; a name becomes the annotation that skopeo writes. */
export function ociArchive(wanted: Wanted, pack = (layer: Buffer) => layer): Buffer {
  const blobs = new Map<string, Buffer>();
  const blob = (bytes: Buffer, mediaType: string) => {
    blobs.set(`blobs/sha256/${sha256(bytes)}`, bytes);
    return { mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const manifest = {
    schemaVersion: 2,
    config: blob(configOf(wanted), "application/vnd.oci.image.config.v1+json"),
    layers: wanted.layers.map((layer) =>
      blob(pack(layer), "application/vnd.oci.image.layer.v1.tar"),
    ),
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const descriptor = blob(bytes, "application/vnd.oci.image.manifest.v1+json");
  const annotations = wanted.names?.map((name) => ({ "org.opencontainers.image.ref.name": name }));
  const manifests = (annotations ?? [undefined]).map((a) => ({ ...descriptor, annotations: a }));
  return tarball(
    { name: "oci-layout", data: '{"imageLayoutVersion":"1.0.0"}' },
    { name: "index.json", data: JSON.stringify({ schemaVersion: 2, manifests }) },
    ...[...blobs].map(([name, data]) => ({ name, data })),
  );
}
