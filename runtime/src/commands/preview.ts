/** `mydocker run --plan`: what a command line of run would do. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { asImage } from "../container/detached.ts";
import { previewPlan } from "../container/preview.ts";
import type { Run } from "./runspec.ts";

/**
 * The lines of its plan. Of an image no directory is made for a mere preview, and its users are
 * those of its topmost layer.
 */
export function preview({ spec, remembered: { image, layers } }: Run): string[] {
  if (image === undefined) return previewPlan(spec);
  const users = layers.findLast((layer) => existsSync(join(layer, "etc/passwd")));
  return previewPlan(asImage(spec, layers), users);
}
