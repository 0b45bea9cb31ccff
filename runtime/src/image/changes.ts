/** What a container changed, read from its upper directory. */
import { join } from "node:path/posix";
import type { Lower } from "./lower.ts";
import { lookAt, namesIn, pathIn } from "./paths.ts";
import { isOpaque, isWhiteout } from "./whiteout.ts";

/** One change, as `docker diff` has it: A added, C changed, D deleted. */
export interface Change {
  readonly kind: "A" | "C" | "D";
  /** Absolute in the container; each character is a byte. */
  readonly path: string;
  /** A directory of which only the container's own part is to be seen. */
  readonly opaque?: boolean | undefined;
  /** Deleted by its directory, which is opaque, and not by a whiteout of its own. */
  readonly implied?: boolean | undefined;
}

/**
 * Reads an upper directory as overlay keeps it. Of each file in it, at any depth:
 *
 * - a whiteout (isWhiteout) means that the path was deleted: kind D;
 * - anything else was changed (C) if the image has the path (`lower.has`), else added (A). That a
 *   directory is changed may only mean that something in it is;
 * - an opaque directory (isOpaque) is marked `opaque`. What the image has in it (`lower.children`)
 *   and the upper directory has not was deleted with it: D and `implied`, without what was below.
 *
 * The order is that of the names' bytes, implied ones among the others, each directory right before
 * what is in it; so the same changes make the same list, whatever order the file system keeps. The
 * upper directory itself is no change. `namesIn(upper, "/")` has the names in it, in that order; it,
 * `lookAt` and `pathIn` keep names that are not UTF-8.
 *
 * @lesson 6 changes
 * @see overlayfs (kernel: filesystems/overlayfs), "whiteouts and opaque directories"
 */
export function changesOf(upper: string, lower: Lower): Change[] {
  return below("/", false);

  function below(directory: string, opaque: boolean): Change[] {
    const own = new Set(namesIn(upper, directory));
    const gone = opaque ? lower.children(directory).filter((name) => !own.has(name)) : [];
    return [...own, ...gone].sort().flatMap((name) => {
      const path = join(directory, name);
      return own.has(name) ? changeAt(path) : [{ kind: "D", path, implied: true }];
    });
  }

  function changeAt(path: string): Change[] {
    const stat = lookAt(upper, path);
    if (!stat) return []; // a container that runs has just removed it
    if (isWhiteout(stat)) return [{ kind: "D", path }];
    const kind = lower.has(path) ? "C" : "A";
    if (!stat.isDirectory()) return [{ kind, path }];
    const opaque = isOpaque(pathIn(upper, path));
    return [{ kind, path, opaque }, ...below(path, opaque)];
  }
}
