/** What a container is at this moment, as the kernel's own files have it: plain data. */
import { readFileSync, readlinkSync } from "node:fs";
import { resolve } from "node:path";
import { type GroupOf, groupsOf, type Share, sharesOf } from "../../host/look/groups.ts";
import { type Mount, mountsOf } from "../../host/look/mountinfo.ts";
import { type NamespacePair, namespacesOf } from "../../host/look/namespaces.ts";
import { type Outward, outwardOf } from "../../host/look/way.ts";
import type { RunningContainer } from "../running.ts";
import { directoryOf } from "../store.ts";

/** A layer of the container's root. */
export interface Layer {
  readonly kind: "upper" | "lower";
  readonly directory: string;
}

/** All that is drawn of a container. */
export interface Picture {
  readonly name: string;
  readonly id: string;
  readonly image?: string | undefined;
  readonly pid: number;
  readonly command: string;
  readonly namespaces: readonly NamespacePair[];
  readonly groups: readonly GroupOf[];
  readonly shares: readonly Share[];
  /** From top to bottom; empty when the root is no overlay. */
  readonly layers: readonly Layer[];
  readonly mounts: readonly Mount[];
  readonly network: Outward;
}

/** @throws Error when it ends meanwhile */
export function pictureOf({ record, pid }: RunningContainer): Picture {
  const groups = groupsOf(pid);
  const mounts = mountsOf(pid);
  return {
    name: record.name,
    id: record.id,
    image: record.image,
    pid,
    command: readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim(),
    namespaces: namespacesOf(pid),
    groups,
    shares: sharesOf(groups),
    layers: layersOf(mounts, directoryOf(record.id)),
    mounts,
    network: outwardOf(pid),
  };
}

/** Overlay keeps the names that it was given, which are relative to the container's directory. */
function layersOf(mounts: readonly Mount[], base: string): Layer[] {
  const root = mounts.findLast(({ point }) => point === "/");
  if (root?.type !== "overlay") return [];
  const place = (kind: Layer["kind"]) => (name: string) => ({
    kind,
    directory: follow(base, name),
  });
  return [
    ...[root.options.get("upperdir") ?? ""].map(place("upper")),
    ...(root.options.get("lowerdir") ?? "").split(":").map(place("lower")),
  ];
}

/** Layers have short names that are links. */
function follow(base: string, name: string): string {
  const path = resolve(base, name);
  try {
    return resolve(base, readlinkSync(path));
  } catch {
    return path;
  }
}
