/** The groups of a process, as the kernel has them, in either version (cgroups(7)). */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hierarchies } from "../../../checks/src/harness/cgroups.ts";
import {
  argvOf,
  type Container,
  enter,
  look,
  PROC,
  pids,
} from "../../../checks/src/harness/index.ts";

/** A controller whose limits this lesson sets, by the name that both versions have for it. */
export type Controller = "memory" | "cpu" | "cpuset" | "pids" | "io";

const IN_V1: Readonly<Partial<Record<Controller, string>>> = { io: "blkio" };

/** Where a controller lives on this machine. */
interface Place {
  readonly version: 1 | 2;
  readonly point: string;
  /** As /proc/PID/cgroup calls its hierarchy: one of several names, or none in version 2. */
  readonly name: string;
}

/** Machines with both versions have their controllers in version 1. */
function placeOf(controller: Controller): Place | undefined {
  const name = IN_V1[controller] ?? controller;
  const found = hierarchies();
  const first = found.find(({ version, options }) => version === 1 && has(options, name));
  if (first) return { version: 1, point: first.point, name };
  const second = found.find(({ version }) => version === 2);
  return second && { version: 2, point: second.point, name: "" };
}

const has = (list: string, name: string) => list.split(",").includes(name);

/** Which version of cgroups has the machine's controllers. */
export const versionOf = (controller: Controller = "memory"): 1 | 2 =>
  placeOf(controller)?.version ?? 2;

/** The path of a process's group within its hierarchy, in the text of /proc/PID/cgroup. */
export function pathIn(text: string, controller: Controller): string | undefined {
  const place = placeOf(controller);
  for (const line of text.split("\n")) {
    const [id = "", names = "", ...path] = line.split(":");
    const ours = place?.version === 2 ? id === "0" : has(names, place?.name ?? "");
    if (ours) return path.join(":");
  }
  return undefined;
}

/** A process's group in a controller's hierarchy, as we see it. */
export const groupOf = (pid: number, controller: Controller): string =>
  pathIn(readFileSync(join(PROC, `${pid}`, "cgroup"), "utf8"), controller) ?? "/";

/** The same group, as the process itself sees it, whose cgroup namespace may have another root. */
export async function groupSeenBy(pid: number, controller: Controller): Promise<string> {
  const { stdout } = await enter(pid, ["cgroup"], ["cat", `/proc/${pid}/cgroup`]);
  return pathIn(stdout, controller) ?? "?";
}

/** A file of a process's group; undefined when the group or this kernel does not have it. */
export const setting = (pid: number, controller: Controller, file: string): string | undefined =>
  readIn(groupOf(pid, controller), controller, file);

/** The same file in the process's group and in all groups above it that have one. */
export function settings(pid: number, controller: Controller, file: string): string[] {
  const above = (group: string): string[] =>
    dirname(group) === group ? [group] : [group, ...above(dirname(group))];
  return above(groupOf(pid, controller)).flatMap((group) => readIn(group, controller, file) ?? []);
}

function readIn(group: string, controller: Controller, file: string): string | undefined {
  const { point } = placeOf(controller) ?? { point: "" };
  try {
    return readFileSync(join(point, group, file), "utf8").trim();
  } catch {
    return undefined;
  }
}

/** The processors that we may use ourselves. */
export const processors = (): number[] =>
  expand(look(process.pid)?.status.get("Cpus_allowed_list"));

/** The members of a list such as `0-1,3` (cpuset(7)). */
export const expand = (list = ""): number[] =>
  list.split(",").flatMap((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });

/** Processor time that a process has had, in ms (proc(5): schedstat has ns). */
export const cpuTime = (pid: number): number =>
  Number(readFileSync(join(PROC, `${pid}`, "schedstat"), "utf8").split(" ")[0]) / 1e6;

/** How many processes `probe fork` has become. */
export const processesOf = ({ token }: Container): number =>
  1 + pids().filter((pid) => argvOf(pid).at(-1) === `${token}-fork`).length;
