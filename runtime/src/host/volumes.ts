/** The machine's side of volumes that are paths: sources that exist, as absolute paths. */
import { mkdirSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../kernel/errors.ts";

/** Where a volume's data is. */
export interface Source {
  readonly source: string;
  readonly file: boolean;
}

/**
 * A path of the machine as a volume's source.
 *
 * @param missing what to do when it is not there: make a directory, docker's way; leave it, for a
 *   plan that is only printed; or refuse
 * @throws UserError when it cannot be
 */
export function pathSource(path: string, missing: "make" | "leave" | "refuse"): Source {
  const absolute = resolve(path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat) return { source: realpathSync(absolute), file: !stat.isDirectory() };
  if (missing === "refuse") {
    throw new UserError(
      `--mount: ${absolute} does not exist; make it, or use -v, which makes a directory`,
    );
  }
  if (missing === "make") makeDirectory(absolute);
  return { source: absolute, file: false };
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UserError(`-v ${JSON.stringify(path)}: ${(error as Error).message}`);
  }
}

/**
 * In the machine's own root nothing is made for a container, so a volume's place must be there.
 *
 * @throws UserError when it is not
 */
export function requirePlace(target: string): void {
  if (statSync(target, { throwIfNoEntry: false })) return;
  throw new UserError(
    `-v: ${target} does not exist, and nothing is made in the machine's own root: mkdir ${target}, or give the container a root (--rootfs, or an image)`,
  );
}
