/**
 * A container's root as it sees it, with its volumes, for whoever reads or writes files in it from
 * outside. Of one that does not run it is mounted for as long as somebody looks: in a mount
 * namespace of a process that waits, and that ends with us.
 */
import { closeSync, openSync, readFileSync } from "node:fs";
import { holdProcess } from "../host/heldprocess.ts";
import { privateMounts } from "../inside/mounts.ts";
import { mountOverlay } from "../inside/overlay.ts";
import { dieWithParent } from "../inside/process.ts";
import { enterRoot, leaveMachine, readOnlyRoot } from "../inside/root.ts";
import { attachVolumes, openVolumes } from "../inside/volumes.ts";
import { type Plan, umask } from "../kernel/call.ts";
import { CLONE } from "../kernel/flags.ts";
import { launch } from "../kernel/init.ts";
import type { IdMapping } from "./idmap.ts";
import { hasPlaces, withPlaces } from "./places.ts";
import type { ContainerRecord } from "./record.ts";
import type { Spec } from "./spec.ts";
import { directoryOf } from "./store.ts";

/** A root, open. */
export interface Visit {
  /** Where to resolve paths in, as openInRoot() does. */
  readonly root: string;
  /** Who the machine takes the container's root for. */
  readonly owner: { readonly uid: number; readonly gid: number };
  close(): Promise<void>;
}

/** Opens a container's root, whether it runs or not. */
export async function visit(record: ContainerRecord): Promise<Visit> {
  const held = record.process && holdProcess(record.process);
  if (held) {
    const owner = {
      uid: rootIn(`${held.directory}/uid_map`),
      gid: rootIn(`${held.directory}/gid_map`),
    };
    return { root: held.root, owner, close: async () => held.close() };
  }
  return mountRoot(record);
}

/** Who is 0 inside; nobody is where the map has none, so it stays 0 (user_namespaces(7)). */
function rootIn(map: string): number {
  const line = /^\s*0\s+(\d+)/m.exec(readFileSync(map, "utf8"));
  return Number(line?.[1] ?? 0);
}

async function mountRoot({ id, layers, spec }: ContainerRecord): Promise<Visit> {
  const nothing = openSync("/dev/null", "r+");
  const waiting = launch({ flags: CLONE.NEWNS, stdio: [nothing, nothing, nothing] });
  closeSync(nothing);
  const close = async () => {
    process.kill(waiting.pid, "SIGKILL"); // reaped only when `ended` resolves
    await waiting.ended;
  };
  try {
    const overlay = { base: directoryOf(id), layers: layers.map((_, i) => `lower/${i}`) };
    waiting.perform(visitPlan(spec, layers.length > 0 ? overlay : undefined));
    if (spec) waiting.perform(await visitedPlan(spec, `/proc/${waiting.pid}/root`));
    const owner = ownerOf(spec);
    return { root: `/proc/${waiting.pid}/root`, owner, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function ownerOf(spec: Spec | undefined): Visit["owner"] {
  const root = (maps: readonly IdMapping[] = []) =>
    maps.find(({ container }) => container === 0)?.host ?? 0;
  return { uid: root(spec?.ids?.uids), gid: root(spec?.ids?.gids) };
}

/** As a container's own, less all that only a process in it needs. */
function visitPlan(spec: Spec | undefined, overlay: Spec["overlay"]): Plan {
  const root = overlay ? `${overlay.base}/merged` : spec?.root;
  const volumes = spec?.volumes ?? [];
  return [
    ...dieWithParent(),
    umask(0),
    ...privateMounts(),
    ...openVolumes(volumes),
    ...(overlay ? mountOverlay(overlay) : []),
    ...(root === undefined ? [] : [...enterRoot(root), ...leaveMachine()]),
  ];
}

/** What is in its root. */
async function visitedPlan(spec: Spec, root: string): Promise<Plan> {
  const { volumes } = hasPlaces(spec) ? await withPlaces(spec, root) : spec;
  return [...attachVolumes(volumes), ...(spec.readOnly ? readOnlyRoot(0) : [])];
}
