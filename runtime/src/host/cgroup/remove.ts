/** Ends what still runs in a group, and removes the group. */
import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pause } from "../../kernel/pause.ts";

const PATIENCE = 5_000; // ms until a killed process must have left its group
const PAUSE = 5; // ms between two looks

/** Removes groups and the groups in them; the first one last, since it carries the lock. */
export async function removeGroups(dirs: readonly string[]): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (const dir of dirs.toReversed()) {
    while (!tryRemove(dir)) {
      if (Date.now() > deadline) throw new Error(`${dir} is still in use after ${PATIENCE} ms`);
      killMembers(dir, dirs.find(canFreeze) ?? dir);
      await pause(PAUSE);
    }
  }
}

/** False while a process is in it. Usually nothing is, and one call does. */
function tryRemove(dir: string): boolean {
  return removeOne(dir) || (groupsIn(dir).every(tryRemove) && removeOne(dir));
}

/** False for a group that holds processes or groups: EBUSY. */
function removeOne(dir: string): boolean {
  try {
    rmdirSync(dir);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return true;
    if (code === "EBUSY" || code === "ENOTEMPTY") return false;
    throw error;
  }
}

const groupsIn = (dir: string): string[] =>
  unlessGone([], () =>
    readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(dir, entry.name)),
  );

/** Another mydocker may remove the same leftovers at the same moment. */
function unlessGone<T>(nothing: T, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return nothing;
    throw error;
  }
}

/** Version 1: the freezer has a hierarchy of its own. */
const canFreeze = (dir: string): boolean => existsSync(join(dir, "freezer.state"));

/**
 * All at once where the kernel can (cgroup.kill); else frozen first, so that none can fork away.
 * Then let go, whoever has frozen them: what stands still does not even die.
 */
function killMembers(dir: string, freezer: string): void {
  if (tryWrite(join(dir, "cgroup.kill"), "1")) return;
  tryWrite(join(freezer, "freezer.state"), "FROZEN") || tryWrite(join(dir, "cgroup.freeze"), "1");
  for (const pid of members(dir)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it has gone by itself
    }
  }
  tryWrite(join(freezer, "freezer.state"), "THAWED") || tryWrite(join(dir, "cgroup.freeze"), "0");
}

const members = (dir: string): number[] =>
  unlessGone("", () => readFileSync(join(dir, "cgroup.procs"), "utf8"))
    .split("\n")
    .filter(Boolean)
    .map(Number);

function tryWrite(path: string, value: string): boolean {
  try {
    writeFileSync(path, value, { flag: "r+" });
    return true;
  } catch {
    return false; // this version does not have the file
  }
}
