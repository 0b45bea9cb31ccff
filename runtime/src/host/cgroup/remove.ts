/** Ends what still runs in a group, and removes the group. */
import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const PATIENCE = 5_000; // ms until a killed process must have left its group
const PAUSE = 5; // ms between two looks

/** Removes groups and the groups in them; the first one last, since it carries the lock. */
export async function removeGroups(dirs: readonly string[]): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (const dir of dirs.toReversed()) {
    while (!tryRemove(dir)) {
      if (Date.now() > deadline) throw new Error(`${dir} is still in use after ${PATIENCE} ms`);
      killMembers(dir);
      await setTimeout(PAUSE);
    }
  }
}

/** False while a process is in it: EBUSY. */
function tryRemove(dir: string): boolean {
  if (!existsSync(dir)) return true;
  try {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      if (entry.isDirectory() && !tryRemove(join(dir, entry.name))) return false;
    }
    rmdirSync(dir);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return true;
    if (code === "EBUSY") return false;
    throw error;
  }
}

/** All at once where the kernel can (cgroup.kill); else frozen first, so that none can fork away. */
function killMembers(dir: string): void {
  if (tryWrite(join(dir, "cgroup.kill"), "1")) return;
  tryWrite(join(dir, "freezer.state"), "FROZEN") || tryWrite(join(dir, "cgroup.freeze"), "1");
  for (const pid of members(dir)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it has gone by itself
    }
  }
  tryWrite(join(dir, "freezer.state"), "THAWED") || tryWrite(join(dir, "cgroup.freeze"), "0");
}

const members = (dir: string): number[] =>
  readFileSync(join(dir, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);

function tryWrite(path: string, value: string): boolean {
  try {
    writeFileSync(path, value, { flag: "r+" });
    return true;
  } catch {
    return false; // this version does not have the file
  }
}
