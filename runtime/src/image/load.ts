/** `load`: image archives of docker, podman, buildah, skopeo, umoci and mydocker. */
import { addImage } from "./add.ts";
import type { Candidate } from "./archive/candidate.ts";
import { DOCKER_MANIFEST, dockerImages } from "./archive/docker.ts";
import { OCI_INDEX, ociImages } from "./archive/oci.ts";
import { type Archive, spoolArchive } from "./archive/spool.ts";
import type { Digest } from "./digest.ts";
import { familiarName, fullName, parseReference, withTag } from "./reference.ts";
import { beginWork, type Work } from "./store/work.ts";
import type { Bytes } from "./tar/compression.ts";
import { Refusal } from "./tar/refusal.ts";
import { unwatched, type Watch } from "./watch.ts";

/** An image that was loaded. */
export interface Loaded {
  readonly id: Digest;
  /** As docker shows them; none if the archive gives the image no name. */
  readonly names: readonly string[];
}

/**
 * Reads an image archive to its end, and adds its images to the store.
 *
 * @throws UserError for an archive that is damaged, hostile or of no known kind
 */
export async function loadImages(source: Bytes, watch: Watch = unwatched): Promise<Loaded[]> {
  const work = beginWork();
  try {
    const candidates = imagesOf(await spoolArchive(source, work.directory));
    if (candidates.length === 0) throw new Refusal("there is no image in the archive");
    const loaded: Loaded[] = [];
    for (const candidate of candidates) loaded.push(await loadOne(work, candidate, watch));
    return loaded;
  } finally {
    work.close();
  }
}

/** New archives of docker are both; the layout knows more. */
function imagesOf(archive: Archive): Candidate[] {
  if (archive.find(OCI_INDEX)) return ociImages(archive);
  if (archive.find(DOCKER_MANIFEST)) return dockerImages(archive);
  if (archive.find("repositories")) {
    throw new Refusal("it is of docker before 1.10: load and save it with a newer docker first");
  }
  const why = `it has neither ${OCI_INDEX} nor ${DOCKER_MANIFEST}`;
  throw new Refusal(`this is no image archive: ${why} (a root file system is for 'import')`);
}

async function loadOne(work: Work, candidate: Candidate, watch: Watch): Promise<Loaded> {
  const names = candidate.names.map((name) => fullName(withTag(parseReference(name))));
  const tags = [...new Set(names)].filter((name) => !name.includes("@"));
  const { id } = await addImage(work, { ...candidate, tags }, watch);
  return { id, names: tags.map(parseReference).map(familiarName) };
}
