/** The busybox root as an archive. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Bed } from "./bed.ts";

/** The tar archive that every program's image is imported from. */
export function archive(bed: Bed): string {
  const file = join(bed.place, "busybox.tar");
  if (!existsSync(file)) bed.run("tar", "--create", "--file", file, "--directory", bed.rootfs, ".");
  return file;
}
