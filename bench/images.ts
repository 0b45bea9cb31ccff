/** The image that containers are made of. */
import { join } from "node:path";
import type { Bed } from "./bed.ts";

const NAME = "bench-busybox";

/** Its name; made of the busybox root when it is not there yet. */
export function image(bed: Bed): string {
  const there = bed.run(bed.mydocker, "images", "-q", NAME).trim() !== "";
  if (!there) bed.run(bed.mydocker, "import", archive(bed), NAME);
  return NAME;
}

/** The busybox root as a tar archive. */
export function archive(bed: Bed): string {
  const file = join(bed.place, "busybox.tar");
  bed.run("tar", "--create", "--file", file, "--directory", bed.rootfs, ".");
  return file;
}
