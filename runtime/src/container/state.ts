/** What a container does now: asked of the kernel, never remembered. */
import { isAlive } from "../host/process.ts";
import type { ContainerRecord } from "./record.ts";

/** `created`: its command has never run. */
export type State = "created" | "running" | "exited";

/** The state, from the record's process and whether that very process still lives. */
export function stateOf({ process }: ContainerRecord): State {
  if (!process) return "created";
  return isAlive(process) ? "running" : "exited";
}
