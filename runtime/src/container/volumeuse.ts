/** Who uses which volume. */
import { releaseVolume, removeVolume } from "../host/namedvolumes.ts";
import type { VolumeUse } from "./findvolumes.ts";
import type { ContainerRecord } from "./record.ts";
import { list } from "./store.ts";

/** The names of the volumes that containers have, whether they run or not, with one that has it. */
export function volumeUsers(containers: readonly ContainerRecord[] = list()): Map<string, string> {
  return new Map(
    containers.flatMap(({ name, volumes = [] }) =>
      volumes.map((volume): [string, string] => [volume.name, `container ${name}`]),
    ),
  );
}

/**
 * Removes a volume.
 *
 * @returns whether there was one
 * @throws UserError when a container has it
 */
export const removeUnused = (name: string): boolean =>
  removeVolume(name, () => volumeUsers().get(name));

/**
 * Removes the volumes without a name of a container that goes, unless another has them too.
 *
 * @param id the container's, if it is still remembered
 */
export function removeAnonymous(volumes: readonly VolumeUse[] = [], id?: string): void {
  const others = () => list().filter((record) => record.id !== id);
  for (const { name, anonymous } of volumes) {
    if (!anonymous) continue;
    releaseVolume(name);
    try {
      removeVolume(name, () => volumeUsers(others()).get(name));
    } catch {
      // it is in use, and stays
    }
  }
}
