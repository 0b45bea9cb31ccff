/** An image from a registry into the store. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addImage, type NewLayer } from "../add.ts";
import { type Digest, hexOf } from "../digest.ts";
import { checkDigest, digestOf } from "../digester.ts";
import { type Descriptor, parseConfig, parseIndex, parseManifest } from "../manifest.ts";
import { choosePlatform } from "../platform.ts";
import { fullName, parseReference, type Reference, withTag } from "../reference.ts";
import { hasBlob } from "../store/blobs.ts";
import { blobPath } from "../store/places.ts";
import type { Listed } from "../store/table.ts";
import { beginWork, type Work } from "../store/work.ts";
import { unwatched, type Watch } from "../watch.ts";
import { openRepository, type Repository } from "./client.ts";
import { fetchBlob } from "./fetch.ts";
import { hostsOf } from "./mirrors.ts";

const AT_ONCE = 3; // blobs, as docker
const DEPTH = 3; // indexes in indexes

/** A pulled image. */
export interface Pulled {
  readonly name: string;
  readonly digest: Digest;
  readonly image: Listed;
}

/**
 * Pulls the image for this machine's platform.
 *
 * @param mirror asked before the registry itself
 * @throws UserError when it is not to be had, or is not what its digests promise
 */
export async function pullImage(
  name: string,
  mirror?: string,
  watch: Watch = unwatched,
): Promise<Pulled> {
  const reference = withTag(parseReference(name));
  const { repository, bytes } = await findManifest(reference, hostsOf(reference, mirror));
  const digest = digestOf(bytes.top);
  if (reference.digest !== undefined) checkDigest(name, bytes.top, reference.digest);
  const work = beginWork();
  try {
    const image = await fetchImage(work, repository, reference, digest, bytes.manifest, watch);
    return { name: fullName(reference), digest, image };
  } finally {
    work.close();
  }
}

/** The first host that has it; what the last one says when none does. */
async function findManifest(reference: Reference, hosts: readonly string[]) {
  const [host = "", ...others] = hosts;
  const repository = openRepository({ host, path: reference.path });
  try {
    return {
      repository,
      bytes: await readManifest(repository, reference.digest ?? reference.tag ?? ""),
    };
  } catch (error) {
    if (others.length === 0) throw error;
    return findManifest(reference, others);
  }
}

async function readManifest(repository: Repository, reference: string, depth = DEPTH) {
  const { bytes, mediaType } = await repository.manifest(reference);
  if (reference.startsWith("sha256:")) checkDigest("the manifest", bytes, reference as Digest);
  if (!/image\.index|manifest\.list/.test(mediaType) || depth === 0)
    return { top: bytes, manifest: bytes };
  const { digest } = choosePlatform(parseIndex(reference, bytes).manifests);
  const inner: Buffer = (await readManifest(repository, digest, depth - 1)).manifest;
  return { top: bytes, manifest: inner };
}

async function fetchImage(
  work: Work,
  repository: Repository,
  reference: Reference,
  digest: Digest,
  manifestBytes: Buffer,
  watch: Watch,
): Promise<Listed> {
  const manifest = parseManifest("the manifest", manifestBytes);
  const all = [
    ...new Map([manifest.config, ...manifest.layers].map((d) => [d.digest, d])).values(),
  ];
  const files = new Map<Digest, string>();
  await several(all, async (descriptor) => {
    files.set(descriptor.digest, await localBlob(work, repository, descriptor, watch));
  });
  const configBytes = readFileSync(files.get(manifest.config.digest) ?? "");
  const layers: NewLayer[] = manifest.layers.map((layer) => ({
    path: files.get(layer.digest) ?? "",
    digest: layer.digest,
  }));
  const { domain, path } = reference;
  return addImage(
    work,
    {
      config: parseConfig("the configuration", configBytes),
      configBytes,
      manifestBytes,
      layers,
      tags: reference.tag === undefined ? [] : [fullName({ ...reference, digest: undefined })],
      digests: [fullName({ domain, path, digest })],
    },
    watch,
  );
}

async function localBlob(
  work: Work,
  repository: Repository,
  descriptor: Descriptor,
  watch: Watch,
): Promise<string> {
  if (hasBlob(descriptor.digest)) return blobPath(descriptor.digest);
  const file = join(work.directory, `blob-${hexOf(descriptor.digest)}`);
  const meter = watch(`Pulling ${hexOf(descriptor.digest).slice(0, 12)}`, descriptor.size);
  await fetchBlob(repository, descriptor, file, meter);
  meter.end();
  return file;
}

/** Some at once, in order; the first failure ends it when those under way have ended. */
async function several<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await act(item);
  };
  const results = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const failed = results.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}
