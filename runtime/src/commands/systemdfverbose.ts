/** `mydocker system df -v`: what each image, container and volume takes. */
import { upperOf } from "../container/changes.ts";
import { treeSize } from "../container/diskuse.ts";
import { see } from "../container/seen.ts";
import { list } from "../container/store.ts";
import { dataOf, listVolumes } from "../host/namedvolumes.ts";
import { type Image, readImage } from "../image/read.ts";
import { familiarRepository, parseReference } from "../image/reference.ts";
import { layerSize } from "../image/store/layers.ts";
import { readTable } from "../image/store/table.ts";
import { age, size, table } from "./human.ts";
import { statusOf } from "./psrow.ts";

/** Three tables under their titles, as docker has them. */
export const detailLines = (): string[] => [
  ...["Images space usage:", ""],
  ...table(
    [
      ...["REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE"],
      ...["SHARED SIZE", "UNIQUE SIZE", "CONTAINERS"],
    ],
    imageRows(),
  ),
  ...["", "Containers space usage:", ""],
  ...table(
    ["CONTAINER ID", "IMAGE", "COMMAND", "LOCAL VOLUMES", "SIZE", "CREATED", "STATUS", "NAMES"],
    containerRows(),
  ),
  ...["", "Local Volumes space usage:", ""],
  ...table(["VOLUME NAME", "LINKS", "SIZE"], volumeRows()),
];

/** What several images have is shared; the rest goes with the image. */
function imageRows(): string[][] {
  const images = readTable().toReversed().map(readImage);
  const counts = countOf(images.flatMap(({ config }) => [...new Set(config.rootfs.diff_ids)]));
  const users = countOf(list().flatMap(({ imageId }) => imageId ?? []));
  return images.flatMap((image) => {
    const shared = image.config.rootfs.diff_ids
      .filter((layer) => (counts.get(layer) ?? 0) > 1)
      .reduce((sum, layer) => sum + layerSize(layer), 0);
    const sizes = [image.size, shared, image.size - shared].map(size);
    const about = [image.id.slice("sha256:".length, 19), age(image.config.created), ...sizes];
    return namesOf(image).map((name) => [...name, ...about, `${users.get(image.id) ?? 0}`]);
  });
}

function namesOf({ tags }: Image): [repository: string, tag: string][] {
  if (tags.length === 0) return [["<none>", "<none>"]];
  return tags.map((name) => {
    const reference = parseReference(name);
    return [familiarRepository(reference), reference.tag ?? "<none>"];
  });
}

const containerRows = (): string[][] =>
  list().map((one) => {
    const { record, state } = see(one);
    const { id, image = "", argv, volumes = [], created, name } = record;
    const about = [id.slice(0, 12), image, JSON.stringify(argv.join(" ")), `${volumes.length}`];
    const taken = size(treeSize(upperOf(record)));
    return [...about, taken, age(created), statusOf(record, state), name];
  });

function volumeRows(): string[][] {
  const links = countOf(list().flatMap(({ volumes = [] }) => volumes.map(({ name }) => name)));
  return listVolumes().map(({ name }) => [
    name,
    `${links.get(name) ?? 0}`,
    size(treeSize(dataOf(name))),
  ]);
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
