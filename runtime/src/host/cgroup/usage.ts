/** What a container uses: the reading side of its groups. */
import { readFileSync } from "node:fs";
import { fileOf } from "./files.ts";
import type { Hierarchy } from "./index.ts";

/** A reading; what this machine does not count is undefined. */
export interface Usage {
  /** Bytes now. */
  readonly memory?: number | undefined;
  /** The most that it ever was, in bytes. */
  readonly memoryPeak?: number | undefined;
  /** Bytes; undefined without a limit. */
  readonly memoryLimit?: number | undefined;
  /** Processes that the out-of-memory killer has killed. */
  readonly oomKills: number;
  /** Processor time in microseconds. */
  readonly cpu?: number | undefined;
  /** Processes and threads now. */
  readonly pids?: number | undefined;
}

/** The files of each version that say the same. */
const FILES = {
  v1: {
    memory: "memory.usage_in_bytes",
    memoryPeak: "memory.max_usage_in_bytes",
    memoryLimit: "memory.limit_in_bytes",
    oom: "memory.oom_control",
    pids: "pids.current",
  },
  v2: {
    memory: "memory.current",
    memoryPeak: "memory.peak",
    memoryLimit: "memory.max",
    oom: "memory.events",
    pids: "pids.current",
  },
} as const;

/** Reads what the container `id` uses at this moment. */
export function readUsage(hierarchy: Hierarchy, id: string): Usage {
  const files = FILES[hierarchy.name];
  const read = (file: string) => readText(fileOf(hierarchy, id, file));
  const number = (file: string) => toNumber(read(file));
  const limit = number(files.memoryLimit);
  return {
    memory: number(files.memory),
    memoryPeak: number(files.memoryPeak),
    memoryLimit: limit !== undefined && limit < UNLIMITED ? limit : undefined,
    oomKills: toNumber(field(read(files.oom), "oom_kill")) ?? 0,
    cpu: readCpu(hierarchy, id),
    pids: number(files.pids),
  };
}

/** The file that counts the processes which the out-of-memory killer has killed. */
export const oomFile = (hierarchy: Hierarchy, id: string): string | undefined =>
  fileOf(hierarchy, id, FILES[hierarchy.name].oom);

/** Version 1 writes "no limit" as the largest multiple of a page in 63 bits. */
const UNLIMITED = 2 ** 62;

function readCpu(hierarchy: Hierarchy, id: string): number | undefined {
  if (hierarchy.name === "v2") {
    return toNumber(field(readText(fileOf(hierarchy, id, "cpu.stat")), "usage_usec"));
  }
  const ns = toNumber(readText(fileOf(hierarchy, id, "cpuacct.usage")));
  return ns === undefined ? undefined : Math.round(ns / 1000);
}

function readText(path: string | undefined): string | undefined {
  try {
    return path === undefined ? undefined : readFileSync(path, "utf8");
  } catch {
    return undefined; // a file that this kernel does not have
  }
}

/** The value of a line `name value`. */
const field = (text: string | undefined, name: string): string | undefined =>
  text
    ?.split("\n")
    .find((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1);

function toNumber(text: string | undefined): number | undefined {
  const digits = text?.trim() ?? "";
  return /^[0-9]+$/.test(digits) ? Number(digits) : undefined;
}
