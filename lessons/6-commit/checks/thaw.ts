/**
 * Lets a process go on that somebody has frozen and forgotten: in version 1 of cgroups it could not
 * even be killed, and the pretend host would never end.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hierarchies } from "../../../checks/src/harness/cgroups.ts";
import { read } from "../../../checks/src/harness/index.ts";

/** Thaws all groups of a process, in whichever version they are; one that has ended has none. */
export function thaw(pid: number): void {
  for (const line of (read(pid, "cgroup") ?? "").split("\n")) {
    const group = line.split(":").slice(2).join(":");
    for (const { version, point } of group ? hierarchies() : []) {
      const [file, go] = version === 1 ? ["freezer.state", "THAWED"] : ["cgroup.freeze", "0"];
      release(join(point, group, file), go);
    }
  }
}

function release(file: string, go: string): void {
  try {
    if (readFileSync(file, "utf8").trim() !== go) writeFileSync(file, go, { flag: "r+" });
  } catch {
    // not the hierarchy that it is frozen in
  }
}
