/** Where paths of a container's root lead when not all of the way is there. */
import { closeSync, lstatSync, readlinkSync } from "node:fs";
import { O } from "../kernel/flags.ts";
import { openInRoot } from "./rootfile.ts";

const MOST_LINKS = 40; // as the kernel has it (path_resolution(7))

/**
 * The path without the links on its way, so that what is missing of it can be made: a link to
 * nowhere, as images have it for what only exists in a container that runs, then leads to a
 * directory within the root. One that is there stays as it is written.
 *
 * Whoever uses it must still do so within the root: the links may be others by then.
 *
 * @param root a directory, or /proc/PID/root
 * @param path absolute in the root
 */
export function placeInRoot(root: string, path: string): string {
  if (isThere(root, path)) return path;
  const ahead = partsOf(path);
  const way: string[] = [];
  for (let links = 0; ahead.length > 0; ) {
    const part = ahead.shift() as string;
    const target = part === ".." ? undefined : linkAt(root, way, part);
    if (target === undefined) {
      if (part === "..") way.pop();
      else way.push(part);
      continue;
    }
    if (++links > MOST_LINKS) return path; // the kernel will say so
    if (target.startsWith("/")) way.length = 0;
    ahead.unshift(...partsOf(target));
  }
  return `/${way.join("/")}`;
}

const partsOf = (path: string) => path.split("/").filter((part) => part !== "" && part !== ".");

/** True too where one cannot look (before Linux 5.6). */
function isThere(root: string, path: string): boolean {
  try {
    closeSync(openInRoot(root, path, O.PATH));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}

/** A link's target; undefined for anything else, and for nothing. */
function linkAt(root: string, directory: readonly string[], name: string): string | undefined {
  let fd: number;
  try {
    fd = openInRoot(root, `/${directory.join("/")}`, O.PATH | O.DIRECTORY);
  } catch {
    return undefined;
  }
  try {
    const file = `/proc/self/fd/${fd}/${name}`;
    const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink();
    return isLink ? readlinkSync(file) : undefined;
  } finally {
    closeSync(fd);
  }
}
