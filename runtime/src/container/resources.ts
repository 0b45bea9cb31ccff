/** The container's share of the machine: its groups, from their making to their removal. */
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { allowDevices, USUAL_DEVICES } from "../host/cgroup/devices.ts";
import { makeGroup, sweepGroups } from "../host/cgroup/group.ts";
import type { Hierarchy } from "../host/cgroup/index.ts";
import type { AllLimits } from "../host/cgroup/limits.ts";
import { oomFile, readUsage, type Usage } from "../host/cgroup/usage.ts";
import { UserError } from "../kernel/errors.ts";
import { stateRoot } from "../kernel/stateroot.ts";
import { isRoot, ownHierarchy } from "./hierarchy.ts";
import { lives } from "./lives.ts";
import { thawAbandoned } from "./pause.ts";
import type { ContainerRecord } from "./record.ts";
import { securityOf } from "./security.ts";
import type { Spec } from "./spec.ts";
import { rename, sweepContainers } from "./store.ts";
import type { Undo } from "./undo.ts";

/** What a monitor takes over. */
export interface Holding {
  /** A descriptor: whoever has a copy of it holds the groups. */
  readonly lock: number;
  /** The file that counts out-of-memory kills. */
  readonly oom?: string | undefined;
  /** Closes our own copies. */
  letGo(): void;
}

/** What a container with groups can be asked, and how it gets into them. */
export interface Resources {
  /** Files into which the process writes itself; none when it is born in its group. */
  readonly join: readonly string[];
  /** Version 2: the group's directory, for clone3(2). */
  readonly birthplace?: number | undefined;
  /** What a monitor needs, to hold the groups and to say why the container ended. */
  readonly held?: Holding;
  usage(): Usage;
  readonly undo: Undo;
}

/**
 * Makes the container's groups; without root, and without limits, there are none.
 *
 * @throws UserError for limits that this caller or this machine cannot give
 */
export async function allot(spec: Spec): Promise<Resources | undefined> {
  const { id, limits } = spec;
  const asked = Object.entries(limits).filter(([, value]) => value !== undefined);
  const hierarchy = ownHierarchy();
  if (hierarchy) return withDevices(hierarchy, spec, await inGroups(hierarchy, id, limits));
  if (asked.length === 0) return undefined;
  const why = isRoot() ? "no cgroups are mounted here" : "limits need root (sudo)";
  throw new UserError(`cannot limit ${asked.map(([name]) => name).join(", ")}: ${why}`);
}

/** Before anything is in the group, so that nothing of it ever had more. */
async function withDevices(hierarchy: Hierarchy, spec: Spec, made: Resources): Promise<Resources> {
  if (!securityOf(spec).fewDevices) return made;
  try {
    allowDevices(hierarchy, spec.id, [...USUAL_DEVICES, ...(spec.devices ?? [])]);
    return made;
  } catch (error) {
    await made.undo();
    throw error;
  }
}

async function inGroups(hierarchy: Hierarchy, id: string, limits: AllLimits): Promise<Resources> {
  const group = await makeGroup(hierarchy, id, limits);
  const usage = () => readUsage(hierarchy, id);
  const { lock } = group;
  const oom = oomFile(hierarchy, id);
  if (hierarchy.name === "v1") {
    const files = group.dirs.map((dir) => join(dir, "tasks"));
    const held = { lock, oom, letGo: () => closeSync(lock) };
    return { join: files, held, usage, undo: group.remove };
  }
  const birthplace = openSync(group.dirs[0] ?? "", "r");
  const undo = async () => {
    closeSync(birthplace);
    await group.remove();
  };
  const letGo = () => [lock, birthplace].forEach((fd) => void closeSync(fd));
  return { join: [], birthplace, held: { lock, oom, letGo }, usage, undo };
}

/** The files of `join`, as they would be. */
export function previewGroups({ id }: Spec): string[] {
  const hierarchy = ownHierarchy();
  return hierarchy?.name === "v1" ? hierarchy.dirs(id).map((dir) => join(dir, "tasks")) : [];
}

/** Mends what a killed mydocker left behind; every command does so first. */
export async function repair(): Promise<void> {
  const hierarchy = ownHierarchy();
  const living = lives();
  if (hierarchy) {
    thawAbandoned(hierarchy);
    await sweepGroups(hierarchy, new Set(living)); // theirs are settled with them
  }
  sweepContainers();
  if (living.length > 0) await (await import("./ended.ts")).settleAbandoned();
}

/** The same for networks. */
export async function repairConnections(): Promise<void> {
  if (hasNetworks()) await (await import("./network.ts")).repairNetworks();
}

/** Gives back a container's addresses and ports, once it has ended; may be called again. */
export async function releaseConnections(id: string): Promise<void> {
  if (hasNetworks()) await (await import("./network.ts")).release(id);
}

/** Gives a container another name; those who are on its networks know it by that at once. */
export async function renameKnown(id: string, name: string): Promise<ContainerRecord | undefined> {
  if (!hasNetworks()) return rename(id, name);
  const { renameConnected } = await import("./networkchange.ts");
  return renameConnected(id, () => rename(id, name));
}

/** The code for networks is loaded only where there ever was one. */
const hasNetworks = () => isRoot() && existsSync(join(stateRoot(), "networks"));
