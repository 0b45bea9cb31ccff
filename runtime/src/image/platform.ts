/** Which of an index's images is for this machine. @see OCI image specification, image-index.md */
import type { Descriptor } from "./manifest.ts";
import { Refusal } from "./tar/refusal.ts";

/** This machine's architecture as Go names it, which images use. */
export const ARCHITECTURE = process.arch === "x64" ? "amd64" : process.arch;

/**
 * The first image for linux on this architecture; one that does not say what it is for will do.
 *
 * @throws Refusal that lists what there is
 */
export function choosePlatform(manifests: readonly Descriptor[]): Descriptor {
  const fitting = manifests.filter(
    ({ platform }) => platform?.os === "linux" && platform.architecture === ARCHITECTURE,
  );
  const chosen = fitting[0] ?? manifests.find(({ platform }) => platform === undefined);
  if (chosen) return chosen;
  const offered = manifests.map(({ platform }) => `${platform?.os}/${platform?.architecture}`);
  const list = offered.length > 0 ? `only for ${[...new Set(offered)].join(", ")}` : "empty";
  throw new Refusal(`there is no image for linux/${ARCHITECTURE}: the index is ${list}`);
}
