/**
 * Walks a layer's directories by descriptor, one part of a path at a time, so that no symbolic link
 * in the layer is ever followed. The directories of the current path stay open, as most entries are
 * in the directory of the one before.
 *
 * A directory whose content changes gets its times back when it is left; so that they need not be
 * remembered to the end, however many there are.
 */
import {
  chmodSync,
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  unlinkSync,
  utimesSync,
} from "node:fs";
import { O } from "../../kernel/flags.ts";
import { native } from "../../kernel/native.ts";
import { isWhiteout, OPAQUE } from "../whiteout.ts";
import { time } from "./attributes.ts";

const FLAGS = O.PATH | O.DIRECTORY | O.NOFOLLOW | O.CLOEXEC;

/** A path that the kernel resolves from a descriptor (proc_pid_fd(5)); bytes where need be. */
export type Path = string | Buffer;

/** @param part one part of a name, with one character per byte */
export function within(directory: number, part: string): Path {
  const path = `/proc/self/fd/${directory}/${part}`;
  return /^[ -~]*$/.test(part) ? path : Buffer.from(path, "latin1");
}

/** A part of a path that is no directory: a file, or a symbolic link to wherever. */
export class NotADirectory extends Error {
  override name = "NotADirectory";
  readonly part: string;

  constructor(part: string) {
    super(`${part} is not a directory`);
    this.part = part;
  }
}

/** The directories that are open: the layer's root, and from there to the current one. */
export type Directories = Open[];

interface Open {
  readonly part: string;
  readonly fd: number;
  /** Seconds since 1970. */
  readonly atime: number;
  readonly mtime: number;
  /** Its content was changed, and so its times. */
  changed: boolean;
}

/** @param root the layer's directory, which nobody else may reach */
export const openDirectories = (root: string): Directories => [opened("", openSync(root, FLAGS))];

/**
 * The descriptor of a directory whose content is to change; it is made, with its parents, where it
 * is missing. Valid until the next call.
 *
 * @throws NotADirectory
 */
export function enter(directories: Directories, parts: readonly string[]): number {
  while (directories.length > 1 && !isOnTheWay(directories, parts)) leave(directories);
  for (const part of parts.slice(directories.length - 1)) {
    const parent = last(directories);
    const fd = tryOpen(parent.fd, part) ?? makeAndOpen(parent, part);
    directories.push(opened(part, fd));
  }
  const current = last(directories);
  current.changed = true;
  return current.fd;
}

/** Calls `use` with the descriptor of a directory that exists. @throws NotADirectory, ENOENT */
export function visit<T>(
  directories: Directories,
  parts: readonly string[],
  use: (directory: number) => T,
): T {
  const fds: number[] = [];
  try {
    for (const part of parts) fds.push(openIn(fds.at(-1) ?? rootOf(directories).fd, part));
    return use(fds.at(-1) ?? rootOf(directories).fd);
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}

/** The times of the current directory have been set: these are the ones to keep. */
export function keepTimes(directories: Directories): void {
  const { part, fd } = directories.pop() as Open;
  directories.push(opened(part, fd));
}

/** Leaves all of them. */
export function closeDirectories(directories: Directories): void {
  while (directories.length > 0) leave(directories);
}

/**
 * Makes a directory where there is none, also in place of another file; in place of a whiteout it
 * hides, as that did, all that the layers below have there.
 */
export function makeDirectory(path: Path): void {
  const before = lstatSync(path, { throwIfNoEntry: false });
  if (before?.isDirectory()) return;
  if (before) unlinkSync(path);
  mkdirSync(path);
  if (before && isWhiteout(before)) native.lsetxattr(path, OPAQUE, Buffer.from("y"));
}

const rootOf = (directories: Directories) => directories[0] as Open;
const last = (directories: Directories) => directories.at(-1) as Open;

/** The current directory is one of the path's. */
const isOnTheWay = (directories: Directories, parts: readonly string[]) =>
  directories.slice(1).every(({ part }, i) => part === parts[i]);

function leave(directories: Directories): void {
  const { fd, changed, atime, mtime } = directories.pop() as Open;
  if (changed) utimesSync(`/proc/self/fd/${fd}`, time(atime), time(mtime));
  closeSync(fd);
}

function opened(part: string, fd: number): Open {
  const { atimeMs, mtimeMs } = fstatSync(fd);
  return { part, fd, atime: atimeMs / 1000, mtime: mtimeMs / 1000, changed: false };
}

function makeAndOpen(parent: Open, part: string): number {
  const path = within(parent.fd, part);
  makeDirectory(path);
  chmodSync(path, 0o755); // whatever the umask says
  parent.changed = true;
  return openIn(parent.fd, part);
}

/** Undefined where there is nothing, or a whiteout, which a directory may replace. */
function tryOpen(directory: number, part: string): number | undefined {
  try {
    return openIn(directory, part);
  } catch (error) {
    const path = within(directory, part);
    if (error instanceof NotADirectory && isWhiteout(lstatSync(path))) return undefined;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function openIn(directory: number, part: string): number {
  try {
    return openSync(within(directory, part), FLAGS);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw code === "ENOTDIR" || code === "ELOOP" ? new NotADirectory(part) : error;
  }
}
