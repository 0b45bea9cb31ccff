/** Recursive deletion that goes no further than what it is asked for. */
import { readdirSync, readFileSync, realpathSync, rmdirSync, rmSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../kernel/errors.ts";

/**
 * Deletes a directory with all that is in it. Links are deleted and not followed; a mount is not
 * crossed: what is mounted in there belongs to somebody else, so nothing at all is deleted then.
 *
 * @throws UserError that names the mount
 */
export function removeTree(path: string): void {
  refuseMounts(path);
  try {
    removeDirectory(path);
  } catch {
    // Another one may be at it, or a name is not UTF-8.
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  }
}

/** What it holds first; rmSync tries each directory as if it were empty, and has an Error for each. */
function removeDirectory(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) removeDirectory(inside);
    else unlinkSync(inside);
  }
  rmdirSync(path);
}

/** @throws UserError when something is mounted on a directory or below it */
export function refuseMounts(path: string): void {
  const [first] = mountsBelow(path);
  if (first === undefined) return;
  throw new UserError(
    `${path} is not deleted: something is mounted there, on ${first} (umount ${first} first)`,
  );
}

function mountsBelow(path: string): string[] {
  let real: string;
  try {
    real = realpathSync.native(path);
  } catch {
    return []; // not there
  }
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => unoctal(line.split(" ")[4] ?? ""))
    .filter((point) => point === real || point.startsWith(`${real}/`));
}

/** The kernel writes a space as \040 (proc(5)). */
const unoctal = (path: string) =>
  path.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
