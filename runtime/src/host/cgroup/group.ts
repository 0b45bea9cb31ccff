/**
 * A container's groups: made before its process runs, removed after it.
 *
 * The one who made a group holds a lock on its first directory for as long as it lives, and the
 * kernel drops the lock when it dies: a group without a holder is left over and may be removed.
 */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { LOCK } from "../../kernel/flags.ts";
import { native } from "../../kernel/native.ts";
import { applySettings, fileOf, prepareCpuset, prepareParent } from "./files.ts";
import type { Hierarchy } from "./index.ts";
import type { AllLimits } from "./limits.ts";
import { removeGroups } from "./remove.ts";

/** A container's groups, in use. */
export interface Group {
  /** Its directories: one for each hierarchy of version 1, the only one of version 2. */
  readonly dirs: readonly string[];
  /** The descriptor that holds the lock: whoever has a copy of it holds the group. */
  readonly lock: number;
  /** Kills what is still in it and removes it. */
  remove(): Promise<void>;
}

/**
 * Makes the groups of a container and sets its limits.
 *
 * @throws UserError for a limit that this machine cannot give; nothing is left then
 */
export async function makeGroup(
  hierarchy: Hierarchy,
  id: string,
  limits: AllLimits,
): Promise<Group> {
  const dirs = hierarchy.dirs(id);
  const lock = makeLocked(hierarchy, dirs[0] ?? "");
  const remove = async () => {
    await removeGroups(dirs);
    closeSync(lock); // only now: whoever finds the lock free may remove the group
  };
  try {
    for (const dir of dirs.slice(1)) makeDirectory(hierarchy, dir);
    prepareCpuset(hierarchy, id);
    applySettings(hierarchy, id, hierarchy.settings(withSwap(hierarchy, id, limits)));
  } catch (error) {
    await remove();
    throw error;
  }
  return { dirs, lock, remove };
}

/**
 * docker's default: as much swap as memory. Without it the memory limit alone would only make a
 * container slow on a machine that swaps, and where the kernel does not count swap it does.
 */
function withSwap(hierarchy: Hierarchy, id: string, limits: AllLimits): AllLimits {
  const { memory, memorySwap } = limits;
  if (memory === undefined || memorySwap !== undefined) return limits;
  const file = fileOf(hierarchy, id, hierarchy.swapFile);
  return file && existsSync(file) ? { ...limits, memorySwap: 2 * memory } : limits;
}

/**
 * Another mydocker may take the directory for a left-over one between its making and its locking:
 * then it is there until that one has swept it away, and has to be made again.
 */
function makeLocked(hierarchy: Hierarchy, dir: string): number {
  for (;;) {
    try {
      makeDirectory(hierarchy, dir);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const lock = tryLock(dir);
    if (lock !== undefined) return lock;
  }
}

/** The parent is there but for the first container since the machine started. */
function makeDirectory(hierarchy: Hierarchy, dir: string): void {
  try {
    mkdirSync(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    prepareParent(hierarchy, dirname(dir));
    mkdirSync(dir);
  }
}

/** A locked descriptor of a directory that is still there; undefined when it is not to be had. */
function tryLock(dir: string): number | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(dir, "r");
    native.flock(fd, LOCK.EX | LOCK.NB);
    if (existsSync(dir)) return fd;
  } catch {
    // it has gone, or is somebody else's
  }
  if (fd !== undefined) closeSync(fd);
  return undefined;
}

/**
 * Removes the groups that a killed mydocker left behind, with whatever still runs in them.
 *
 * @param others ids that somebody else looks after: their groups are not even looked at
 */
export async function sweepGroups(
  hierarchy: Hierarchy,
  others: ReadonlySet<string> = new Set(),
): Promise<void> {
  const parents = hierarchy.dirs("").map((dir) => dir.replace(/\/$/, ""));
  const ids = new Set(parents.filter(hasChildren).flatMap((dir) => children(dir, others)));
  for (const id of ids) {
    try {
      await sweepGroup(hierarchy, id);
    } catch {
      // a process that even SIGKILL does not end is no reason for another command to fail
    }
  }
}

/** Removes the groups of a container, unless somebody holds them. */
export async function sweepGroup(hierarchy: Hierarchy, id: string): Promise<void> {
  const dirs = hierarchy.dirs(id);
  const [first = ""] = dirs;
  const lock = tryLock(first);
  if (lock === undefined && existsSync(first)) return; // somebody's own
  try {
    await removeGroups(dirs);
  } finally {
    if (lock !== undefined) closeSync(lock);
  }
}

/** By its links, as stat(2) is far less than a listing: itself, its name, and each child's `..`. */
const hasChildren = (dir: string) => (statSync(dir, { throwIfNoEntry: false })?.nlink ?? 2) > 2;

/** The kernel's own files have a dot in their names, nearly all of them, and an id has none. */
function children(dir: string, others: ReadonlySet<string>): string[] {
  try {
    return readdirSync(dir).filter(
      (name) => !name.includes(".") && !others.has(name) && isDirectory(`${dir}/${name}`),
    );
  } catch {
    return []; // nobody has made it yet
  }
}

const isDirectory = (path: string) =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
