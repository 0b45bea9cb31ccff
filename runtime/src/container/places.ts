/** What is mounted in a container's root gets its place there, also where a link leads to nowhere. */
import type { Spec } from "./spec.ts";

/**
 * The Spec with the places that are really meant by what it mounts. The machine's own root is left
 * as it is: nothing is made in it.
 *
 * @param root the container's root, which has been entered: /proc/PID/root
 */
export async function withPlaces(spec: Spec, root: string): Promise<Spec> {
  const { placeInRoot } = await import("../host/placeinroot.ts");
  return {
    ...spec,
    volumes: spec.volumes.map((one) => ({ ...one, target: placeInRoot(root, one.target) })),
    tmpfs: spec.tmpfs.map((one) => ({ ...one, path: placeInRoot(root, one.path) })),
  };
}

/** Whether there is anything to look for. */
export const hasPlaces = ({ root, volumes, tmpfs }: Spec): boolean =>
  root !== undefined && volumes.length + tmpfs.length > 0;
