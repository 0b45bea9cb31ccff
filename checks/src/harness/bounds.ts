/** What all processes of a pretend host may use together: the limits of its groups (cgroups(7)). */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Delegation } from "./cgroups.ts";

/** Limits of a pretend host. */
export interface Bounds {
  /** Bytes of memory, swap included, and what is written to file systems in memory too. */
  readonly memory: number;
  /** Processes and threads, those of the checks included. */
  readonly processes: number;
}

/** Files of both versions of cgroups; the ones that a group does not have are passed over. */
const settings = ({ memory, processes }: Bounds): readonly (readonly [string, string])[] => [
  ["memory.limit_in_bytes", `${memory}`],
  ["memory.memsw.limit_in_bytes", `${memory}`],
  ["memory.max", `${memory}`],
  ["memory.swap.max", "0"],
  ["pids.max", `${processes}`],
  ["devices.deny", "b *:* rw"], // no disk, whatever node is made for it
];

/** Sets them, before anybody is in the groups. */
export function bound({ groups }: Delegation, bounds: Bounds): void {
  for (const group of groups) {
    for (const [name, value] of settings(bounds)) {
      const file = join(group, name);
      if (existsSync(file)) writeFileSync(file, value);
    }
  }
}

/** Which limits the pretend host has run into since it was made: `memory`, `processes`. */
export function reached({ groups }: Delegation): string[] {
  return [
    ...(groups.some(ranOutOfMemory) ? ["memory"] : []),
    ...(groups.some((group) => counter(group, "pids.events", "max") > 0) ? ["processes"] : []),
  ];
}

const ranOutOfMemory = (group: string) =>
  counter(group, "memory.oom_control", "oom_kill") > 0 ||
  counter(group, "memory.events.local", "oom") > 0;

/** A number from a flat-keyed file; 0 where there is none. */
function counter(group: string, name: string, key: string): number {
  const file = join(group, name);
  if (!existsSync(file)) return 0;
  return Number(new RegExp(`^${key} (\\d+)$`, "m").exec(readFileSync(file, "utf8"))?.[1] ?? 0);
}
