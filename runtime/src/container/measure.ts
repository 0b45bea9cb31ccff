/** What containers use at a moment, and how much processor time went by between two. */
import { totalmem } from "node:os";
import { blockTransfer, inactiveFiles, membersOf, type Transfer } from "../host/cgroup/members.ts";
import { readUsage } from "../host/cgroup/usage.ts";
import { type Traffic, trafficOf } from "../host/netdev.ts";
import { ownHierarchy } from "./hierarchy.ts";
import type { ContainerRecord } from "./record.ts";
import { isUp, stateOf } from "./state.ts";

/** A reading; all of it zero for a container that does not run. */
export interface Measure {
  readonly record: ContainerRecord;
  /** Milliseconds, of a clock that only goes forward. */
  readonly at: number;
  /** Processor time in microseconds. */
  readonly cpu: number;
  /** Bytes, without cached files that are not in use. */
  readonly memory: number;
  /** Bytes; the machine's memory where there is no limit. */
  readonly memoryLimit: number;
  readonly net: Traffic;
  readonly block: Transfer;
  readonly pids: number;
}

/** Reads what a container uses now. */
export function measure(record: ContainerRecord): Measure {
  const at = performance.now();
  const hierarchy = ownHierarchy();
  if (!hierarchy || !isUp(stateOf(record))) return { record, at, ...NOTHING };
  const { id } = record;
  const { cpu = 0, memory = 0, memoryLimit, pids } = readUsage(hierarchy, id);
  return {
    record,
    at,
    cpu,
    memory: Math.max(0, memory - inactiveFiles(hierarchy, id)),
    memoryLimit: Math.min(memoryLimit ?? totalmem(), totalmem()),
    net: trafficOf(record.process?.pid ?? 0),
    block: blockTransfer(hierarchy, id),
    pids: pids ?? membersOf(hierarchy, id).length,
  };
}

const NOTHING = {
  cpu: 0,
  memory: 0,
  memoryLimit: 0,
  net: { received: 0, sent: 0 },
  block: { read: 0, written: 0 },
  pids: 0,
};

/** Per cent of one processor between two readings of the same container; may be more than 100. */
export function cpuPercent(before: Measure, now: Measure): number {
  const wall = (now.at - before.at) * 1000;
  return wall > 0 ? Math.max(0, ((now.cpu - before.cpu) / wall) * 100) : 0;
}
