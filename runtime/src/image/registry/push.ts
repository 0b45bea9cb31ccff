/** An image from the store to a registry: its blobs first, then what names them. */
import { createReadStream } from "node:fs";
import { type Digest, hexOf } from "../digest.ts";
import { digestOf } from "../digester.ts";
import { MEDIA, parseManifest } from "../manifest.ts";
import { fullName, parseReference, withTag } from "../reference.ts";
import { blobSize, readBlob } from "../store/blobs.ts";
import { blobPath } from "../store/places.ts";
import { readTable } from "../store/table.ts";
import { Refusal } from "../tar/refusal.ts";
import { metered, unwatched, type Watch } from "../watch.ts";
import { openRepository } from "./client.ts";
import { hostsOf } from "./mirrors.ts";

/**
 * Pushes an image under its own name.
 *
 * @returns the manifest's digest
 * @throws UserError when the image is not here, or the registry refuses
 */
export async function pushImage(name: string, watch: Watch = unwatched): Promise<Digest> {
  const reference = withTag(parseReference(name));
  const full = fullName(reference);
  const listed = readTable().find(({ tags }) => tags.includes(full));
  if (!listed) throw new Refusal(`no image ${JSON.stringify(name)} here (see 'mydocker images')`);
  const bytes = readBlob(listed.manifest);
  const manifest = parseManifest(name, bytes);
  const [host = ""] = hostsOf(reference, "");
  const repository = openRepository({ host, path: reference.path });
  for (const digest of [...manifest.layers, manifest.config].map((d) => d.digest)) {
    if (await repository.has(digest)) continue;
    const meter = watch(`Pushing ${hexOf(digest).slice(0, 12)}`, blobSize(digest));
    const content = createReadStream(blobPath(digest)) as AsyncIterable<Buffer>;
    await repository.upload(digest, blobSize(digest), metered(content, meter));
    meter.end();
  }
  await repository.putManifest(reference.tag ?? "", manifest.mediaType ?? MEDIA.MANIFEST, bytes);
  return digestOf(bytes);
}
