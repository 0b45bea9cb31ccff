/** One interface over both versions of cgroups; which one it is, is decided here and only here. */
import { readFileSync, statfsSync } from "node:fs";
import { join } from "node:path";
import type { AllLimits, Setting } from "./limits.ts";
import { type CgroupMounts, cgroupMounts } from "./mounts.ts";
import { periodV1, periodV2, withPeriod } from "./period.ts";
import { settingsV1 } from "./v1.ts";
import { settingsV2 } from "./v2.ts";

/** The machine's cgroups, as a container needs them. */
export interface Hierarchy {
  readonly name: "v1" | "v2";
  /** Where `controller` is mounted; undefined when this machine does not have it. */
  mountOf(controller: string): string | undefined;
  /** The container's groups: version 1 has one for each hierarchy, version 2 has one. */
  dirs(id: string): string[];
  /** What limits swap, where the kernel counts it. */
  readonly swapFile: string;
  /** AllLimits as files and their values. */
  settings(limits: AllLimits): Setting[];
}

/** All groups of ours lie beneath this one. */
export const PARENT = "mydocker";

/** The machine's hierarchy, as it is mounted; undefined when no controller is. */
export function findHierarchy(
  mountinfo = readFileSync("/proc/self/mountinfo", "utf8"),
  visible: (point: string) => boolean = isCgroup,
): Hierarchy | undefined {
  const mounts = cgroupMounts(mountinfo, visible);
  // A hybrid machine has its controllers on version 1, and an empty version 2 for systemd's sake.
  if (mounts.v1.size > 0) return hierarchyV1(mounts.v1);
  return mounts.v2 === undefined ? undefined : hierarchyV2(mounts.v2);
}

/** statfs(2): cgroup and cgroup2. */
const MAGIC: ReadonlySet<number> = new Set([0x27e0eb, 0x63677270]);

/** Another mount may lie over it: `ip netns exec` gives a new /sys. */
function isCgroup(point: string): boolean {
  try {
    return MAGIC.has(statfsSync(point).type);
  } catch {
    return false;
  }
}

function hierarchyV1(mounts: CgroupMounts["v1"]): Hierarchy {
  const points = [...new Set(mounts.values())];
  return {
    name: "v1",
    mountOf: (controller) => mounts.get(controller),
    dirs: (id) => points.map((point) => join(point, PARENT, id)),
    swapFile: "memory.memsw.limit_in_bytes",
    settings: (limits) => withPeriod(settingsV1(limits), limits, periodV1),
  };
}

function hierarchyV2(point: string): Hierarchy {
  const available = readFileSync(join(point, "cgroup.controllers"), "utf8").trim().split(" ");
  return {
    name: "v2",
    mountOf: (controller) => (available.includes(controller) ? point : undefined),
    dirs: (id) => [join(point, PARENT, id)],
    swapFile: "memory.swap.max",
    settings: (limits) => withPeriod(settingsV2(limits), limits, periodV2),
  };
}
