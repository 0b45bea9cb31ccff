/** Writes to the files of groups, and what the kernel wants done before. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describeErrno } from "../../kernel/errno.ts";
import { UserError } from "../../kernel/errors.ts";
import { type Hierarchy, PARENT } from "./index.ts";
import type { Setting } from "./limits.ts";

/** The path of a group's file: its name begins with its controller's. */
export function fileOf(hierarchy: Hierarchy, id: string, file: string): string | undefined {
  const [controller = ""] = file.split(".", 1);
  const mount = hierarchy.mountOf(controller);
  return mount === undefined ? undefined : join(mount, PARENT, id, file);
}

/** @throws UserError naming the file and the reason when the kernel does not take a value */
export function applySettings(
  hierarchy: Hierarchy,
  id: string,
  settings: readonly Setting[],
): void {
  for (const [file, value] of settings) {
    const path = fileOf(hierarchy, id, file);
    if (path === undefined) {
      const [controller] = file.split(".", 1);
      throw new UserError(
        `this machine's cgroups have no ${controller} controller, so ${file} cannot be set to ${value}`,
      );
    }
    writeSetting(existsSync(path) ? path : path.replace(/\.weight$/, BFQ), value);
  }
}

/** Weights of block I/O are the scheduler's, and the BFQ scheduler has them under its own name. */
const BFQ = ".bfq.weight";

function writeSetting(path: string, value: string): void {
  try {
    writeFileSync(path, value, { flag: "r+" }); // not O_CREAT, which cgroups refuse with EACCES
  } catch (error) {
    const { code, errno = 0 } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "this kernel does not have it" : describeErrno(-errno);
    throw new UserError(`cannot write ${JSON.stringify(value)} to ${path}: ${reason}`);
  }
}

/** Not recursively: above it is the mount point, which is there. */
function makeUnlessThere(directory: string): void {
  try {
    mkdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Makes the directory above all containers' groups. */
export function prepareParent(hierarchy: Hierarchy, parent: string): void {
  makeUnlessThere(parent);
  prepareCpuset(hierarchy, "");
  inheritCpuset(hierarchy);
  if (hierarchy.name === "v2") {
    enableControllers(dirname(parent));
    enableControllers(parent);
  }
}

/**
 * A new cpuset of version 1 is empty, and nothing can join an empty one: gives it its parent's.
 * Version 2 does so by itself.
 */
export function prepareCpuset(hierarchy: Hierarchy, id: string): void {
  if (hierarchy.name === "v2") return;
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    const path = fileOf(hierarchy, id, file);
    if (path === undefined || !existsSync(path)) return;
    if (readFileSync(path, "utf8").trim() !== "") return; // both, or neither
    writeFileSync(path, readFileSync(join(dirname(dirname(path)), file), "utf8"), { flag: "r+" });
  }
}

/** From now on the kernel does it for the groups beneath ours, with less to read and write. */
function inheritCpuset(hierarchy: Hierarchy): void {
  const cpuset = hierarchy.name === "v1" ? hierarchy.mountOf("cpuset") : undefined;
  const file = join(cpuset ?? "", PARENT, "cgroup.clone_children");
  if (cpuset !== undefined && existsSync(file)) writeFileSync(file, "1", { flag: "r+" });
}

const WANTED = ["cpuset", "cpu", "io", "memory", "pids"];

/** Version 2: a group has a controller only if the group above hands it on. */
function enableControllers(dir: string): void {
  const available = readFileSync(join(dir, "cgroup.controllers"), "utf8").trim().split(" ");
  const enabled = readFileSync(join(dir, "cgroup.subtree_control"), "utf8").trim().split(" ");
  for (const controller of WANTED) {
    if (!available.includes(controller) || enabled.includes(controller)) continue;
    writeSetting(join(dir, "cgroup.subtree_control"), `+${controller}`);
  }
}
