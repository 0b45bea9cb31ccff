/** Where the command starts. */
import { chdir, mkdir, type Plan, tolerate } from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";

/** Makes a directory and its parents where they are missing. */
export function makeDirectory(path: string): Plan {
  const parts = path.split("/").filter(Boolean);
  const ancestors = parts.map((_, i) => `/${parts.slice(0, i + 1).join("/")}`);
  return ancestors.map((dir) => tolerate([ERRNO.EEXIST, ERRNO.EROFS], mkdir(dir, 0o755)));
}

/** Changes to a directory; with `make`, creates it first, as docker does. */
export const changeDirectory = (path: string, make: boolean): Plan => [
  ...(make ? makeDirectory(path) : []),
  chdir(path),
];
