/** What images, containers and volumes take of the disk. */
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { dataOf, listVolumes } from "../host/namedvolumes.ts";
import { readImage } from "../image/read.ts";
import { layerPath } from "../image/store/places.ts";
import { readTable } from "../image/store/table.ts";
import { upperOf } from "./changes.ts";
import { isUp, stateOf } from "./state.ts";
import { list } from "./store.ts";
import { volumeUsers } from "./volumeuse.ts";

/** One kind of thing. */
export interface DiskUse {
  readonly type: "Images" | "Containers" | "Local Volumes";
  readonly total: number;
  /** Those that somebody uses. */
  readonly active: number;
  /** Bytes; a layer that several images have is counted once. */
  readonly size: number;
  /** Bytes of what nobody uses. */
  readonly reclaimable: number;
}

/** All of it, as it is on the disk now. */
export const diskUse = (): DiskUse[] => [imageUse(), containerUse(), volumeUse()];

function imageUse(): DiskUse {
  const images = readTable().map(readImage);
  const used = new Set(list().flatMap(({ imageId }) => imageId ?? []));
  const layers = (all: typeof images) =>
    new Set(all.flatMap(({ config }) => config.rootfs.diff_ids));
  const kept = layers(images.filter(({ id }) => used.has(id)));
  const sizes = new Map([...layers(images)].map((layer) => [layer, treeSize(layerPath(layer))]));
  const sum = (ids: Iterable<string>) => total([...ids].map((id) => sizes.get(id as never) ?? 0));
  return {
    type: "Images",
    total: images.length,
    active: images.filter(({ id }) => used.has(id)).length,
    size: sum(sizes.keys()),
    reclaimable: sum([...sizes.keys()].filter((layer) => !kept.has(layer))),
  };
}

function containerUse(): DiskUse {
  const all = list().map((record) => ({
    size: treeSize(upperOf(record)),
    active: isUp(stateOf(record)),
  }));
  return useOf("Containers", all);
}

function volumeUse(): DiskUse {
  const users = volumeUsers();
  const all = listVolumes().map(({ name }) => ({
    size: treeSize(dataOf(name)),
    active: users.has(name),
  }));
  return useOf("Local Volumes", all);
}

function useOf(type: DiskUse["type"], all: readonly { size: number; active: boolean }[]): DiskUse {
  const sizes = (some: typeof all) => total(some.map(({ size }) => size));
  return {
    type,
    total: all.length,
    active: all.filter(({ active }) => active).length,
    size: sizes(all),
    reclaimable: sizes(all.filter(({ active }) => !active)),
  };
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

/** Bytes of the files in a directory; a file with several names counts once. */
export function treeSize(directory: string): number {
  const seen = new Set<number>();
  return below(directory);

  function below(path: string): number {
    let entries: string[];
    try {
      entries = readdirSync(path, { encoding: "latin1" });
    } catch {
      return 0; // it has just been removed
    }
    return total(entries.map((name) => sizeOf(join(path, name))));
  }

  function sizeOf(path: string): number {
    const stat = lstatSync(Buffer.from(path, "latin1"), { throwIfNoEntry: false });
    if (!stat || seen.has(stat.ino)) return 0;
    if (stat.nlink > 1 && !stat.isDirectory()) seen.add(stat.ino);
    return stat.isDirectory() ? below(path) : stat.size;
  }
}
