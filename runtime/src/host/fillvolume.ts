/** What an image has where a volume is going to be becomes the volume's first content. */
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../kernel/errors.ts";
import { O } from "../kernel/flags.ts";
import { locked } from "../kernel/lock.ts";
import { writeWhole } from "../kernel/wholefile.ts";
import { openInRoot } from "./rootfile.ts";

/**
 * Copies a directory of a root into a volume, as long as that is empty: files with their owners,
 * modes, times, links and attributes, and the directory's own. The target is opened once, and within
 * the root, so no link of the image leads out of it. Two containers that start at once do not meet;
 * what a killed command has begun, the next one completes.
 *
 * @param root a directory, or /proc/PID/root
 * @param target an absolute path in it, which may be missing: then there is nothing to copy
 * @param data the volume's directory
 */
export function fillVolume(root: string, target: string, data: string): void {
  locked(join(dirname(data), "fill.lock"), () => {
    const begun = join(dirname(data), "filling");
    if (readdirSync(data).length > 0 && !existsSync(begun)) return;
    const from = openDirectory(root, target);
    if (from === undefined) return;
    writeWhole(begun, "");
    try {
      // -x: not what is mounted there
      const { status, stderr } = spawnSync("cp", ["-ax", "--", "/proc/self/fd/3/.", data], {
        stdio: ["ignore", "ignore", "pipe", from],
      });
      if (status !== 0) {
        throw new UserError(`${target} of the image cannot be copied to ${data}: ${stderr}`);
      }
    } finally {
      closeSync(from);
    }
    rmSync(begun);
  });
}

function openDirectory(root: string, target: string): number | undefined {
  try {
    return openInRoot(root, target, O.RDONLY | O.DIRECTORY);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(code)) return undefined;
    throw error;
  }
}
