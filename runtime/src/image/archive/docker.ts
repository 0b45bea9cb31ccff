/**
 * `docker save`, whose manifest.json names for each image its configuration and layers. The older
 * form has directories with a layer.tar each, the newer one blobs; podman writes a third. All work,
 * as only manifest.json decides.
 */
import { posix } from "node:path";
import { isDigest } from "../digest.ts";
import { checkDigest } from "../digester.ts";
import { parseConfig, parseJson } from "../manifest.ts";
import type { DigestedFile } from "../store/digestedfile.ts";
import { Refusal } from "../tar/refusal.ts";
import type { Candidate } from "./candidate.ts";
import type { Archive } from "./spool.ts";

/** What docker's archives have in their root. */
export const DOCKER_MANIFEST = "manifest.json";

interface Item {
  readonly Config: string;
  readonly RepoTags?: readonly string[] | null;
  readonly Layers?: readonly string[] | null;
}

/** @throws Refusal for an archive that is not complete */
export function dockerImages(archive: Archive): Candidate[] {
  return readItems(archive).map((item) => {
    const configBytes = archive.document(item.Config);
    checkName(item.Config, configBytes);
    const config = parseConfig(item.Config, configBytes);
    return { config, configBytes, layers: layersOf(archive, item), names: item.RepoTags ?? [] };
  });
}

/** The names that manifest.json gives to an image, by its configuration's name in the archive. */
export function dockerNames(archive: Archive): ReadonlyMap<string, readonly string[]> {
  if (!archive.find(DOCKER_MANIFEST)) return new Map();
  const items = readItems(archive);
  return new Map(
    items.map(({ Config, RepoTags }) => [archive.find(Config)?.digest ?? "", RepoTags ?? []]),
  );
}

function readItems(archive: Archive): readonly Item[] {
  const items = parseJson(DOCKER_MANIFEST, archive.document(DOCKER_MANIFEST));
  if (Array.isArray(items) && items.every(isItem)) return items;
  throw new Refusal(`${DOCKER_MANIFEST} is not what docker writes there`);
}

function isItem(value: Partial<Item> | null): value is Item {
  const texts = (list: unknown) =>
    Array.isArray(list) && list.every((text) => typeof text === "string");
  return (
    typeof value?.Config === "string" && texts(value.Layers ?? []) && texts(value.RepoTags ?? [])
  );
}

function layersOf(archive: Archive, { Layers }: Item): DigestedFile[] {
  return (Layers ?? []).map((name) => {
    const file = archive.find(name);
    if (!file) throw new Refusal(`the layer ${JSON.stringify(name)} is missing in the archive`);
    return file;
  });
}

/** A configuration is named by its digest: `DIGEST.json`, `DIGEST`, or `blobs/sha256/DIGEST`. */
function checkName(name: string, bytes: Buffer): void {
  const digest = `sha256:${posix.basename(name, ".json")}`;
  if (isDigest(digest)) checkDigest(name, bytes, digest);
}
