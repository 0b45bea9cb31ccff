/** How another process gets into a container's groups. */
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { findHierarchy } from "../host/cgroup/index.ts";

/** Files to write oneself into (version 1), or a group to be born in (version 2). */
export interface GroupDoor {
  readonly join: readonly string[];
  /** A descriptor of the group's directory, for clone3(2). */
  readonly birthplace?: number | undefined;
  close(): void;
}

/** A container that has no groups, since it was started without root, has no door either. */
export function doorOf(id: string): GroupDoor {
  const hierarchy = findHierarchy();
  const dirs = hierarchy?.dirs(id).filter((dir) => existsSync(dir)) ?? [];
  const [first] = dirs;
  if (first === undefined || process.geteuid?.() !== 0) return { join: [], close() {} };
  if (hierarchy?.name === "v1") return { join: dirs.map((dir) => join(dir, "tasks")), close() {} };
  const birthplace = openSync(first, "r");
  return { join: [], birthplace, close: () => closeSync(birthplace) };
}
