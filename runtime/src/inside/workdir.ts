/** Where the command starts. */
import {
  chdir,
  close,
  fchdir,
  keep,
  mkdir,
  openat2,
  type Plan,
  slot,
  tolerate,
} from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";
import { AT_FDCWD, O, RESOLVE } from "../kernel/flags.ts";

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

/**
 * Changes to a directory that is there. Links in /proc that are no paths (`/proc/self/fd/0`) are not
 * followed: a directory of the machine that the caller has open would be a way out (CVE-2024-21626).
 */
export const changeToOwn = (path: string): Plan => [
  keep(
    "directory",
    openat2(AT_FDCWD, path, O.PATH | O.DIRECTORY | O.CLOEXEC, 0, RESOLVE.NO_MAGICLINKS),
  ),
  fchdir(slot("directory")),
  close(slot("directory")),
];
