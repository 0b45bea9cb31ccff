/** Where cgroups are mounted: read from the kernel, never assumed. */

/** Mount points, by controller for version 1. */
export interface CgroupMounts {
  readonly v1: ReadonlyMap<string, string>;
  readonly v2?: string | undefined;
}

/**
 * Finds the hierarchies in the text of /proc/self/mountinfo (proc(5)).
 *
 * @param visible whether what is mounted there can be reached
 */
export function cgroupMounts(mountinfo: string, visible: (point: string) => boolean): CgroupMounts {
  const v1 = new Map<string, string>();
  let v2: string | undefined;
  for (const line of mountinfo.split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    const [type, , options = ""] = after.split(" ");
    const point = decode(before.split(" ")[4] ?? "");
    if ((type !== "cgroup" && type !== "cgroup2") || !visible(point)) continue;
    if (type === "cgroup2") {
      v2 ??= point;
      continue;
    }
    for (const option of options.split(",")) {
      if (CONTROLLERS.has(option) && !v1.has(option)) v1.set(option, point);
    }
  }
  return { v1, v2 };
}

/** The controllers of version 1 that a container has a group for. */
const CONTROLLERS: ReadonlySet<string> = new Set([
  "memory",
  "pids",
  "cpu",
  "cpuacct",
  "cpuset",
  "blkio",
  "freezer",
  "devices",
]);

/** mountinfo writes a space as \040. */
const decode = (path: string) =>
  path.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
