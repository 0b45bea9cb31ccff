/** The machine's control groups, as far as they are ours to use. */
import { findHierarchy, type Hierarchy } from "../host/cgroup/index.ts";

/** Found once: a command asks more than once, and it does not change meanwhile. */
let found: { hierarchy: Hierarchy | undefined } | undefined;

/** Without root there are no groups of ours. */
export function ownHierarchy(): Hierarchy | undefined {
  found ??= { hierarchy: isRoot() ? findHierarchy() : undefined };
  return found.hierarchy;
}

/** Whether we are root. */
export const isRoot = (): boolean => process.geteuid?.() === 0;
