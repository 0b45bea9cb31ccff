/** docker's default for swap, which nobody has asked for. */
import { existsSync } from "node:fs";
import { fileOf } from "./files.ts";
import type { Hierarchy } from "./index.ts";
import type { AllLimits } from "./limits.ts";

const FILES = { v1: "memory.memsw.limit_in_bytes", v2: "memory.swap.max" } as const;

/**
 * With `--memory` alone a container may use as much swap again, where the kernel counts swap; where
 * it does not, that is no error, since it was not asked for.
 */
export function withSwap(hierarchy: Hierarchy, id: string, limits: AllLimits): AllLimits {
  if (limits.memory === undefined || limits.memorySwap !== undefined) return limits;
  const file = fileOf(hierarchy, id, FILES[hierarchy.name]);
  return file && existsSync(file) ? { ...limits, memorySwap: 2 * limits.memory } : limits;
}
