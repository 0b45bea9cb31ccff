/** AllLimits of a container are changed, at once where it runs, and for its next start. */
import { applySettings, fileOf } from "../host/cgroup/files.ts";
import type { Hierarchy } from "../host/cgroup/index.ts";
import type { AllLimits } from "../host/cgroup/limits.ts";
import { withSwap } from "../host/cgroup/swap.ts";
import { readUsage } from "../host/cgroup/usage.ts";
import { UserError } from "../kernel/errors.ts";
import { ownHierarchy } from "./hierarchy.ts";
import type { ContainerRecord, RestartPolicy } from "./record.ts";
import { isUp, stateOf } from "./state.ts";
import { change } from "./store.ts";

/** What is to change; the rest stays. */
export interface Update {
  readonly limits: AllLimits;
  readonly restart?: RestartPolicy | undefined;
}

/** @throws UserError when the kernel does not take a limit; nothing is remembered then */
export function updateContainer(record: ContainerRecord, { limits, restart }: Update): void {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  const hierarchy = ownHierarchy();
  if (given.length > 0 && isUp(stateOf(record))) {
    if (!hierarchy) throw new UserError(`container ${record.name} has no groups: limits need root`);
    apply(hierarchy, record.id, Object.fromEntries(given));
  }
  change(record.id, (now) => ({
    ...now,
    restart: restart ?? now.restart,
    spec: now.spec && { ...now.spec, limits: { ...now.spec.limits, ...Object.fromEntries(given) } },
  }));
}

/**
 * Memory may never be more than memory and swap together. So what becomes larger goes first: the sum
 * before memory where memory grows, and after it where it shrinks.
 */
function apply(hierarchy: Hierarchy, id: string, limits: AllLimits): void {
  const settings = hierarchy.settings(withSwap(hierarchy, id, limits));
  const { memoryLimit = Number.POSITIVE_INFINITY } = readUsage(hierarchy, id);
  const grows = (limits.memory ?? 0) > memoryLimit;
  const isSum = ([file]: readonly [string, string]) =>
    file === hierarchy.swapFile && fileOf(hierarchy, id, file) !== undefined;
  const first = grows ? settings.filter(isSum) : [];
  applySettings(hierarchy, id, [...first, ...settings.filter((one) => !first.includes(one))]);
}
