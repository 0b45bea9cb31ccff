/**
 * A subtree of the machine's cgroups for a pretend host: one group in every hierarchy of version
 * 1, one in version 2 (cgroups(7)). Machines with both have their controllers in version 1.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { MachineProblem } from "./machine.ts";
import { parseMounts } from "./proc.ts";
import { both } from "./text.ts";
import { until } from "./wait.ts";

/** A mounted hierarchy, and how mount(8) is told to mount it. */
export interface Hierarchy {
  readonly version: 1 | 2;
  readonly point: string;
  /** Version 1: its controllers, or its name. */
  readonly options: string;
}

/** What was made, and what has to be undone. */
export interface Delegation {
  readonly groups: readonly string[];
  /** Controllers of version 2 that were switched on at the top for us: the file, and their names. */
  readonly enabled?: { readonly file: string; readonly controllers: readonly string[] } | undefined;
}

const GROUP = "mydocker-checks-";
const WANTED = ["cpuset", "cpu", "io", "memory", "pids"];
const PATIENCE = 3000; // ms until the last process of a group has left it

/** The hierarchies that /proc/self/mountinfo shows, each once. */
export function hierarchies(mountinfo = readFileSync("/proc/self/mountinfo", "utf8")): Hierarchy[] {
  const controllers = new Set(knownControllers());
  const named = (option: string) => controllers.has(option) || option.startsWith("name=");
  const found = new Map<string, Hierarchy>();
  for (const { type, point, superOptions } of parseMounts(mountinfo)) {
    if (type === "cgroup2") found.set("cgroup2", { version: 2, point, options: "" });
    if (type !== "cgroup") continue;
    const options = superOptions.filter(named);
    if (options.every((option) => option.startsWith("name="))) options.unshift("none");
    found.set(options.join(), { version: 1, point, options: options.join() });
  }
  return [...found.values()];
}

/** The version that has the controllers; a machine may have both. */
export const controllersIn = (): 1 | 2 =>
  hierarchies().some(({ options }) => options.split(",").includes("memory")) ? 1 : 2;

function knownControllers(): string[] {
  const table = readFileSync("/proc/cgroups", "utf8").split("\n").slice(1);
  return table.map((line) => line.split("\t")[0] ?? "").filter(Boolean);
}

/** What `delegate` will make, so that it can be noted first. */
export function plan(id: string, from: readonly Hierarchy[]): Delegation {
  const unified = from.find(({ version }) => version === 2);
  const file = unified && join(unified.point, "cgroup.subtree_control");
  const missing = unified && file ? missingControllers(unified.point, file) : [];
  return {
    groups: from.map(({ point }) => join(point, GROUP + id)),
    enabled: file && missing.length > 0 ? { file, controllers: missing } : undefined,
  };
}

function missingControllers(point: string, file: string): string[] {
  const words = (path: string) => readFileSync(path, "utf8").trim().split(/\s+/);
  const enabled = words(file);
  const available = words(join(point, "cgroup.controllers"));
  return WANTED.filter((name) => available.includes(name) && !enabled.includes(name));
}

/**
 * Makes the groups.
 *
 * @throws MachineProblem when this machine does not let us
 */
export function delegate({ groups, enabled }: Delegation): void {
  try {
    for (const name of enabled?.controllers ?? []) writeFileSync(enabled?.file ?? "", `+${name}`);
    for (const group of groups) makeGroup(group);
  } catch (error) {
    throw new MachineProblem(
      both(
        `no cgroup can be made here (${(error as Error).message}): the checks need root, and cgroups that they may write`,
        `无法在这台机器上创建 cgroup（${(error as Error).message}）：检查需要 root 权限和可写的 cgroup`,
      ),
    );
  }
}

function makeGroup(group: string): void {
  mkdirSync(group);
  for (const name of ["cpuset.cpus", "cpuset.mems"]) {
    const file = join(group, name);
    // In version 1 a new group has none, and nothing may join it as long as that is so.
    if (!existsSync(file) || existsSync(join(group, "cgroup.controllers"))) continue;
    writeFileSync(file, readFileSync(join(group, "..", name)));
  }
}

/** Kills whatever is left in the groups and removes them, and what the kernel made for them. */
export async function removeGroups({ groups, enabled }: Delegation): Promise<void> {
  for (const group of groups) await removeTree(group);
  if (!enabled || othersAreHere(enabled.file)) return;
  for (const name of enabled.controllers) {
    try {
      writeFileSync(enabled.file, `-${name}`);
    } catch {
      // somebody else's groups have come to use it
    }
  }
}

const othersAreHere = (file: string) =>
  readdirSync(join(file, "..")).some((name) => name.startsWith(GROUP));

/**
 * Removes a group with all beneath it.
 *
 * @returns false when something in it cannot be ended
 */
export async function removeTree(group: string): Promise<boolean> {
  if (!existsSync(group)) return true;
  for (const child of directories(group)) await removeTree(child);
  const gone = await until(() => {
    killAll(group);
    try {
      rmdirSync(group);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ENOENT";
    }
    return true;
  }, PATIENCE);
  return gone === true;
}

/** The groups right beneath a group. */
export const directories = (group: string): string[] =>
  readdirSync(group, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(group, entry.name));

function killAll(group: string): void {
  try {
    for (const pid of readFileSync(join(group, "cgroup.procs"), "utf8").split("\n")) {
      // 0: a process of another PID namespace, which is not ours to end
      if (Number(pid) > 0) process.kill(Number(pid), "SIGKILL");
    }
  } catch {
    // gone between the look and the kill
  }
}
