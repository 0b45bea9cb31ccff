/**
 * Unpacks an archive into a tree that others may be changing meanwhile, as `cp` does: what is there
 * stays, unless the archive has a file of that name.
 *
 * Every directory is entered by descriptor and no link is followed, not even at the end of a path:
 * whatever the archive says and whatever somebody puts in the way, nothing outside of the tree is
 * written or changed. The umask must be 0.
 */
import {
  chmodSync,
  closeSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { O } from "../../kernel/flags.ts";
import { native } from "../../kernel/native.ts";
import { setXattr, time } from "../layer/attributes.ts";
import { type Content, createContent, noContent } from "../layer/content.ts";
import { type Cursor, openCursor } from "../layer/cursor.ts";
import type { Path } from "../layer/directories.ts";
import { targetParts } from "../layer/names.ts";
import type { Entry } from "../tar/entry.ts";
import type { Sink } from "../tar/reader.ts";
import { quoted, refuse } from "../tar/refusal.ts";

/** Whose the files become. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A writer; `close` must be called at the end, whether all went well or not. */
export interface TreeWriter extends Sink {
  /** All is there: directories get their times, which what is put into them has changed. */
  finish(): void;
  close(): void;
}

/**
 * @param directory the tree's top, open
 * @param owner undefined: as the archive says
 */
export function treeWriter(directory: number, owner?: Owner): TreeWriter {
  const cursor = openCursor(`/proc/self/fd/${directory}/.`);
  const times = new Map<string, number>();
  let content: Content = noContent;

  function make(entry: Entry): Content {
    const path = pathOf(entry);
    if (path === "/") return noContent; // the top itself is there, and stays as it is
    const file = placeOf(cursor, entry.name, path);
    makeRoom(entry, file);
    if (entry.kind === "file") return contentOf(file, entry);
    if (entry.kind === "directory") {
      makeDirectory(file, entry);
      times.set(path, entry.mtime);
    } else if (entry.kind === "link") makeLink(directory, entry, file);
    else makeNode(file, entry);
    return noContent;
  }

  return {
    entry(entry) {
      content = make(owner ? { ...entry, ...owner } : entry);
    },
    data: (bytes) => content.write(bytes),
    end() {
      const complete = content;
      content = noContent;
      complete.finish();
    },
    finish() {
      for (const [path, mtime] of times) setTime(cursor.at(path), mtime);
    },
    close() {
      content.abandon();
      cursor.close();
    },
  };
}

/** For docker, `/` in a name is the tree's top. */
const pathOf = ({ name }: Entry): string => `/${targetParts(name, name).join("/")}`;

/** The file's place, whose directory is made where it is missing. */
function placeOf(cursor: Cursor, name: string, path: string): Path {
  for (let above = 0; ; above++) {
    try {
      return cursor.at(path);
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (code === "ENOTDIR" || code === "ELOOP")
        refuse(name, "leads through what is no directory");
      const missing = path.split("/").slice(0, above + 2);
      if (code !== "ENOENT" || missing.length > path.split("/").length - 1) throw error;
      makeUnlessThere(cursor, missing.join("/"));
    }
  }
}

function makeUnlessThere(cursor: Cursor, path: string): void {
  try {
    mkdirSync(cursor.at(path), 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** docker's rule: files replace files, directories are merged, and neither replaces the other. */
function makeRoom({ name, kind }: Entry, path: Path): void {
  const before = lstatSync(path, { throwIfNoEntry: false });
  if (!before || (before.isDirectory() && kind === "directory")) return;
  if (before.isDirectory()) refuse(name, "is no directory, and would replace one");
  if (kind === "directory") refuse(name, "is a directory, and would replace a file");
  unlinkSync(path);
}

/** Attributes come when the owner has been set, which takes a capability away (chown(2)). */
function contentOf(path: Path, entry: Entry): Content {
  const content = createContent(path, { ...entry, xattrs: new Map() });
  return {
    ...content,
    finish() {
      content.finish();
      setXattrs(path, entry);
    },
  };
}

const DIRECTORY = O.RDONLY | O.DIRECTORY | O.NOFOLLOW | O.CLOEXEC;

function makeDirectory(path: Path, entry: Entry): void {
  if (!lstatSync(path, { throwIfNoEntry: false })) mkdirSync(path, 0o700);
  withDirectory(path, (own) => {
    lchownSync(own, entry.uid, entry.gid);
    chmodSync(own, entry.mode);
    setXattrs(own, entry);
  });
}

const setTime = (path: Path, mtime: number) =>
  withDirectory(path, (own) => lutimesSync(own, time(mtime), time(mtime)));

/** Through a descriptor, since it may be a link by now. */
function withDirectory(path: Path, use: (own: string) => void): void {
  const fd = openSync(path, DIRECTORY);
  try {
    use(`/proc/self/fd/${fd}/.`);
  } finally {
    closeSync(fd);
  }
}

/** File types of mknod(2). */
const S_IF = { character: 0x2000, block: 0x6000, fifo: 0x1000 } as const;

function makeNode(path: Path, entry: Entry): void {
  const { kind, device, mode } = entry;
  if (kind === "symlink") symlinkSync(Buffer.from(entry.target, "latin1"), path);
  else if (kind === "fifo" || kind === "character" || kind === "block")
    native.mknod(path, S_IF[kind] | mode, device.major, device.minor);
  lchownSync(path, entry.uid, entry.gid);
  setXattrs(path, entry);
  lutimesSync(path, time(entry.mtime), time(entry.mtime));
}

const setXattrs = (path: Path, entry: Entry): void => {
  for (const [name, value] of entry.xattrs) setXattr(path, entry, name, value);
};

function makeLink(directory: number, { name, target }: Entry, path: Path): void {
  const cursor = openCursor(`/proc/self/fd/${directory}/.`);
  try {
    linkSync(cursor.at(`/${targetParts(name, target).join("/")}`), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    refuse(name, `is a hard link to ${quoted(target)}, which is not there`);
  } finally {
    cursor.close();
  }
}
