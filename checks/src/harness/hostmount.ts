/** Mounts that a check makes on the pretend host, where the program under test finds them. */
import { execFileSync } from "node:child_process";
import { HOST_MOUNTS, SEALED, TOOL } from "./places.ts";

/**
 * Mounts on a directory or file of the pretend host.
 *
 * @param args of mount(8), before the directory
 */
export function mountOnHost(args: readonly string[], directory: string): void {
  execFileSync("mount", ["-n", ...args, directory]);
  if (SEALED) execFileSync(TOOL, ["show", HOST_MOUNTS, directory]);
}

/** Takes it away, whoever still uses it. */
export function unmountFromHost(directory: string): void {
  execFileSync("umount", ["-n", "--lazy", directory]);
  if (SEALED) execFileSync(TOOL, ["among", HOST_MOUNTS, "detach", directory]);
}
