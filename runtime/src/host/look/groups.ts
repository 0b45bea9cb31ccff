/** The groups that a process is in, and what their files say now (cgroups(7)). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Mount, mountsOf } from "./mountinfo.ts";

/** One group: the only one of version 2, or that of a controller of version 1. */
export interface GroupOf {
  /** `memory`, `cpu,cpuacct`; of version 2 "". */
  readonly controllers: string;
  readonly directory: string;
}

/** A limit beside what is used of it. */
export interface Share {
  readonly what: "memory" | "processes" | "cpu";
  /** Bytes, processes, or microseconds of processor time so far. */
  readonly used: number;
  /** Bytes, processes, or cores; undefined: no limit. */
  readonly limit?: number | undefined;
}

/** The groups of a process that are mounted somewhere, whoever put it there. */
export function groupsOf(pid: number): GroupOf[] {
  const mounts = mountsOf("self").filter(({ type }) => type.startsWith("cgroup"));
  const lines = readFileSync(`/proc/${pid}/cgroup`, "utf8").trimEnd().split("\n");
  return lines.flatMap((line) => {
    const [, controllers = "", ...path] = line.split(":");
    const mount = mounts.find((one) => carries(one, controllers));
    const directory = mount && inMount(mount, path.join(":"));
    return directory === undefined ? [] : [{ controllers, directory }];
  });
}

const carries = ({ type, options }: Mount, controllers: string): boolean =>
  controllers === ""
    ? type === "cgroup2"
    : type === "cgroup" && controllers.split(",").every((one) => options.has(one));

/** A mount may show only a part of the hierarchy. */
function inMount({ root, point }: Mount, path: string): string | undefined {
  if (root === "/") return join(point, path);
  return path.startsWith(root) ? join(point, path.slice(root.length)) : undefined;
}

/** What the groups limit, and what is used of it. */
export function sharesOf(groups: readonly GroupOf[]): Share[] {
  const number = (controller: string, ...files: readonly string[]) =>
    readNumber(groups, controller, files);
  const memory = number("memory", "memory.current", "memory.usage_in_bytes");
  const pids = number("pids", "pids.current");
  const cpu = cpuUsed(groups);
  return [
    ...share("memory", memory, number("memory", "memory.max", "memory.limit_in_bytes")),
    ...share("processes", pids, number("pids", "pids.max")),
    ...share("cpu", cpu, cores(groups)),
  ];
}

/** Version 1 says "no limit" with the largest multiple of a page. */
const UNLIMITED = 2 ** 62;

const share = (what: Share["what"], used?: number, limit?: number): Share[] =>
  used === undefined
    ? []
    : [{ what, used, ...(limit !== undefined && limit < UNLIMITED ? { limit } : {}) }];

function cpuUsed(groups: readonly GroupOf[]): number | undefined {
  const text = read(groups, "cpu", ["cpu.stat"]);
  const v2 = /^usage_usec (\d+)$/m.exec(text ?? "")?.[1];
  if (v2 !== undefined) return Number(v2);
  const nanoseconds = readNumber(groups, "cpuacct", ["cpuacct.usage"]);
  return nanoseconds === undefined ? undefined : Math.round(nanoseconds / 1000);
}

/** Of a quota in each period: `50000 100000` is half a core. */
function cores(groups: readonly GroupOf[]): number | undefined {
  const [quota, period] = read(groups, "cpu", ["cpu.max"])?.split(" ").map(Number) ?? [
    readNumber(groups, "cpu", ["cpu.cfs_quota_us"]),
    readNumber(groups, "cpu", ["cpu.cfs_period_us"]),
  ];
  return quota && period && quota > 0 ? quota / period : undefined;
}

function readNumber(groups: readonly GroupOf[], controller: string, files: readonly string[]) {
  const text = read(groups, controller, files);
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** The first of these files that the controller's group has. */
function read(
  groups: readonly GroupOf[],
  controller: string,
  files: readonly string[],
): string | undefined {
  const own = groups.filter(
    ({ controllers }) => controllers === "" || controllers.split(",").includes(controller),
  );
  for (const { directory } of own) {
    for (const file of files) {
      try {
        return readFileSync(join(directory, file), "utf8").trim();
      } catch {
        // the other version's name
      }
    }
  }
  return undefined;
}
