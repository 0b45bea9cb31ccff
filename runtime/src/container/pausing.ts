/** `pause` and `unpause`: all processes of a container stand still, and go on. */
import { freeze, thaw } from "../host/cgroup/freeze.ts";
import type { Hierarchy } from "../host/cgroup/index.ts";
import { UserError } from "../kernel/errors.ts";
import { ownHierarchy } from "./hierarchy.ts";
import type { ContainerRecord } from "./record.ts";
import { stateOf } from "./state.ts";

/** @throws UserError when it does not run, or is paused already */
export async function pauseContainer(record: ContainerRecord): Promise<void> {
  const state = stateOf(record);
  if (state === "paused") throw new UserError(`container ${record.name} is paused already`);
  if (state !== "running") throw new UserError(`container ${record.name} does not run`);
  await freeze(freezer(), record.id);
}

/** @throws UserError when it is not paused */
export function unpauseContainer(record: ContainerRecord): void {
  if (stateOf(record) !== "paused") throw new UserError(`container ${record.name} is not paused`);
  thaw(freezer(), record.id);
}

function freezer(): Hierarchy {
  const hierarchy = ownHierarchy();
  if (hierarchy) return hierarchy;
  throw new UserError("without root there is no control group that could be paused (sudo)");
}
