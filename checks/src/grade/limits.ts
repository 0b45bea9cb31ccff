/** How much of the machine one submission may use. */

import { join } from "node:path";
import type { Bounds } from "../harness/bounds.ts";
import { PROJECT } from "../harness/places.ts";
import type { Seal } from "../harness/sealed.ts";

/** Limits for each pretend host. */
export interface Limits {
  /** Bytes, what is written to file systems included. */
  readonly memory: number;
  readonly processes: number;
  /** Bytes in each file system that can be written to. */
  readonly disk: number;
  /** For all checks of a lesson together, on a machine of usual speed. */
  readonly seconds: number;
}

/**
 * Ten times what most checks need of the reference; lesson 7 has fifty of it at once, each a Node of
 * up to a dozen threads.
 */
export const LIMITS: Limits = {
  memory: 1 << 30,
  processes: 1024,
  disk: 256 << 20,
  seconds: 120,
};

/** What every mydocker made of runtime/ needs: init and the addon, which know no answer. */
export const NATIVE = join(PROJECT, "native/build/Release");

/** The walls around a program of the machine, or around the folder that it is in. */
export const sealOf = (submission: string, limits: Limits): Seal & Bounds => ({
  submission,
  bytes: limits.disk,
  memory: limits.memory,
  processes: limits.processes,
  shown: [NATIVE],
  hidden: [PROJECT],
});
