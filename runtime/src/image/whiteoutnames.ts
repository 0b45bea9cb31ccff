/** Whiteouts on their way back into an archive. */
import { basename, dirname, join } from "node:path/posix";
import type { Change } from "./changes.ts";

/**
 * The paths of the empty files by which an archive says of a change what overlay says in its own
 * way, since a tar archive has only files that are there:
 *
 * - a deleted NAME is a file `.wh.NAME` in the directory where NAME was;
 * - an opaque directory has a file `.wh..wh..opq` in it;
 * - what was deleted by its opaque directory (`implied`) needs no file of its own;
 * - all else is in the archive itself, and needs none.
 *
 * @returns absolute paths, as in the change; mostly none
 *
 * @lesson 6 whiteouts
 * @see OCI image specification, layer.md, "Whiteouts"
 */
export function whiteoutNames({ kind, path, opaque, implied }: Change): string[] {
  if (opaque) return [join(path, ".wh..wh..opq")];
  if (kind !== "D" || implied) return [];
  return [join(dirname(path), `.wh.${basename(path)}`)];
}
