/**
 * Paths of `cp`, on either side: which file is meant, and in which directory it is or is to be. Links
 * on the way and at the end are resolved within the side's own root.
 */
import { closeSync, fstatSync, lstatSync, openSync, readlinkSync } from "node:fs";
import { posix } from "node:path";
import { openInRoot } from "../host/rootfile.ts";
import { within } from "../image/layer/directories.ts";
import { UserError } from "../kernel/errors.ts";
import { O } from "../kernel/flags.ts";

/** One side: the machine, or a container. */
export interface Side {
  /** Opens an absolute path as O_PATH and `flags` say. */
  open(path: string, flags: number): number;
  /** For people, before a path. */
  readonly label: string;
}

/** The machine itself. */
export const machine: Side = { label: "", open: (path, flags) => openSync(path, O.PATH | flags) };

/** A container, whose root is looked into from outside. */
export const containerSide = (name: string, root: string): Side => ({
  label: `${name}:`,
  open: (path, flags) => openInRoot(root, path, O.PATH | flags),
});

/** A file: a name in a directory that is open, and the caller's to close. */
export interface Place {
  readonly directory: number;
  /** One character per byte; `.` for the directory itself. */
  readonly name: string;
  /** What a copy of it is called; one character per byte. */
  readonly called: string;
  readonly isDirectory: boolean;
}

/**
 * Finds what is to be copied. A link at the end is meant itself, but for `follow` and for a path that
 * ends in a slash. A path that ends in `/.` means what is in the directory.
 *
 * @throws UserError when it is not there
 */
export function findSource(side: Side, path: string, follow: boolean): Place {
  const followed = follow || /\/\.?$/.test(path);
  const found = locate(side, path, followed);
  const stat = found && statOf(found);
  if (!found || !stat) throw new UserError(`${side.label}${path}: there is no such file`);
  if (/\/\.?$/.test(path) && !stat.isDirectory()) {
    closeSync(found.directory);
    throw new UserError(`${side.label}${path} is not a directory`);
  }
  const base = posix.basename(posix.resolve("/", path));
  const contents = base === "" || /(^|\/)\.$/.test(path);
  return { ...found, called: contents ? "." : latin(base), isDirectory: stat.isDirectory() };
}

/** Where a copy goes: the directory that takes it, and what it is called there. */
export interface Target {
  readonly directory: number;
  readonly called: string;
}

/**
 * Finds where a copy goes, by docker's rules: into a directory that is there, else in the place of
 * what the path names.
 *
 * @throws UserError when it cannot go there
 */
export function findTarget(side: Side, path: string, source: Omit<Place, "directory">): Target {
  const shown = `${side.label}${path}`;
  const found = locate(side, path, true);
  if (!found) throw new UserError(`${shown}: there is no directory to put it into`);
  const stat = statOf(found);
  if (stat?.isDirectory()) {
    const directory = openIn(found);
    closeSync(found.directory);
    return { directory, called: source.called };
  }
  const why =
    stat && source.isDirectory
      ? "is a file, which a directory cannot replace"
      : path.endsWith("/") && !(source.isDirectory && !stat)
        ? "is not a directory"
        : undefined;
  if (why === undefined) return { directory: found.directory, called: found.name };
  closeSync(found.directory);
  throw new UserError(`${shown} ${why}`);
}

/** Opens a directory that is there. @throws UserError */
export function findDirectory(side: Side, path: string): number {
  try {
    return side.open(path, O.DIRECTORY);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const why = code === "ENOTDIR" ? "is not a directory" : "is not there";
    throw new UserError(`${side.label}${path} ${why}`);
  }
}

type Found = Pick<Place, "directory" | "name">;

const MOST_LINKS = 40; // as the kernel has it (path_resolution(7))

/** The directory of a path's last part, when there is one; with `follow`, of what a link leads to. */
function locate(side: Side, path: string, follow: boolean): Found | undefined {
  let at = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const found = openParent(side, at);
    if (!found) return undefined;
    const stat = statOf(found);
    if (!follow || !stat?.isSymbolicLink()) return found;
    const target = readlinkSync(within(found.directory, found.name));
    closeSync(found.directory);
    at = target.startsWith("/") ? target : `${parentOf(at)}/${target}`;
  }
  throw new UserError(`${side.label}${path}: too many links`);
}

function openParent(side: Side, path: string): Found | undefined {
  const trimmed = path.replace(/\/+$/, "");
  const base = posix.basename(trimmed);
  // `..` and `.` are no names to be put anywhere: the directory itself is meant.
  const isName = base !== "" && base !== "." && base !== "..";
  try {
    const directory = side.open(isName ? parentOf(trimmed) : trimmed || "/", O.DIRECTORY);
    return { directory, name: isName ? latin(base) : "." };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/")) || "/";

const statOf = ({ directory, name }: Found) =>
  name === "."
    ? fstatSync(directory)
    : lstatSync(within(directory, name), { throwIfNoEntry: false });

function openIn({ directory, name }: Found): number {
  return openSync(within(directory, name), O.PATH | O.DIRECTORY | O.NOFOLLOW | O.CLOEXEC);
}

const latin = (text: string) => Buffer.from(text).toString("latin1");
