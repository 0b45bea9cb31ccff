/** Who is in a container's groups, and what they read and write. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileOf } from "./files.ts";
import type { Hierarchy } from "./index.ts";

/** The processes of a container, those in groups of its own making too, in the order of their pids. */
export function membersOf(hierarchy: Hierarchy, id: string): number[] {
  const [dir = ""] = hierarchy.dirs(id);
  return [...new Set(below(dir))].sort((a, b) => a - b);
}

function below(dir: string): number[] {
  try {
    const own = readFileSync(join(dir, "cgroup.procs"), "utf8").split("\n").filter(Boolean);
    const groups = readdirSync(dir, { withFileTypes: true }).filter((one) => one.isDirectory());
    return [...own.map(Number), ...groups.flatMap(({ name }) => below(join(dir, name)))];
  } catch {
    return []; // it has just been removed
  }
}

/** Bytes. */
export interface Transfer {
  readonly read: number;
  readonly written: number;
}

/** What a container has read from and written to block devices, as far as the kernel counts it. */
export function blockTransfer(hierarchy: Hierarchy, id: string): Transfer {
  if (hierarchy.name === "v2") {
    const text = textOf(hierarchy, id, "io.stat");
    return { read: sum(text, /\brbytes=(\d+)/g), written: sum(text, /\bwbytes=(\d+)/g) };
  }
  const text =
    textOf(hierarchy, id, "blkio.throttle.io_service_bytes_recursive") ||
    textOf(hierarchy, id, "blkio.throttle.io_service_bytes");
  return { read: sum(text, / Read (\d+)$/gm), written: sum(text, / Write (\d+)$/gm) };
}

/** Bytes of files that are cached and have not been used of late: docker does not count them. */
export function inactiveFiles(hierarchy: Hierarchy, id: string): number {
  const name = hierarchy.name === "v1" ? /^total_inactive_file (\d+)$/m : /^inactive_file (\d+)$/m;
  return Number(name.exec(textOf(hierarchy, id, "memory.stat"))?.[1] ?? 0);
}

const sum = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].reduce((total, [, bytes]) => total + Number(bytes), 0);

function textOf(hierarchy: Hierarchy, id: string, file: string): string {
  const path = fileOf(hierarchy, id, file);
  try {
    return path === undefined ? "" : readFileSync(path, "utf8");
  } catch {
    return ""; // this kernel does not have it
  }
}
