/**
 * A container's own layer, found on disk by a file that only this container has written: so its
 * place in the store need not be known.
 */
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { HARNESS } from "../../../checks/src/harness/index.ts";

/** The directories of the store that have a file at this path, as if they were a container's `/`. */
export const treesWith = (store: string, path: string): string[] =>
  readdirSync(store, { recursive: true, encoding: "utf8" })
    .map((name) => join(store, name))
    .filter((name) => name.endsWith(path))
    .map((name) => name.slice(0, -path.length));

/** What overlay has put into an upper directory: `/srv/gone deleted`, `/tmp/`, `/tmp/new`. */
export const contentOf = (upper: string): string[] =>
  readdirSync(upper, { recursive: true, encoding: "utf8" }).map((name) => {
    const stat = lstatSync(join(upper, name));
    if (stat.isCharacterDevice() && stat.rdev === 0) return `/${name} deleted`;
    return stat.isDirectory() ? `/${name}/` : `/${name}`;
  });

/**
 * Whether a directory of an upper directory hides all that is below it (opaque). The kernel is
 * asked, by an overlay in which something is below.
 */
export function isOpaque(upper: string, path: string): boolean {
  const place = join(HARNESS, "opaque");
  const [below, merged] = [join(place, "below"), join(place, "merged")];
  mkdirSync(join(below, path), { recursive: true });
  mkdirSync(merged);
  writeFileSync(join(below, path, "through"), "");
  const options = "lowerdir=upper:below,redirect_dir=off,metacopy=off,index=off";
  execFileSync("ln", ["-s", upper, join(place, "upper")]);
  execFileSync("mount", ["-n", "-t", "overlay", "-o", options, "overlay", merged], { cwd: place });
  try {
    return !existsSync(join(merged, path, "through"));
  } finally {
    execFileSync("umount", ["-n", "--lazy", merged]);
    rmSync(dirname(merged), { recursive: true });
  }
}
