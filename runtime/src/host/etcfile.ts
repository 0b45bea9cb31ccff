/** The files below /etc that a container got from us, as seen from outside. */
import { closeSync, fstatSync, statfsSync, statSync } from "node:fs";
import { MAGIC } from "../kernel/flags.ts";
import { openInRoot } from "./rootfile.ts";

/**
 * Opens a container's own file below /etc.
 *
 * @param pid of a process in the container
 * @returns a descriptor, the caller's to close; undefined where the file is not the one that we have
 *   made (inside/etc.ts), but an image's, the machine's, or none at all
 */
export function openEtcFile(pid: number, name: string, flags: number): number | undefined {
  let fd: number;
  try {
    fd = openInRoot(`/proc/${pid}/root`, `etc/${name}`, flags);
  } catch {
    return undefined;
  }
  const isOurs =
    fstatSync(fd).isFile() &&
    statfsSync(`/proc/self/fd/${fd}`).type === MAGIC.TMPFS_MAGIC &&
    fstatSync(fd).dev !== statSync(`/etc/${name}`, { throwIfNoEntry: false })?.dev;
  if (isOurs) return fd;
  closeSync(fd);
  return undefined;
}
