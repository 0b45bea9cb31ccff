/** Puts files into an archive: each by its path, in the order in which they are given. */
import { closeSync, fstatSync, lstatSync, openSync, type Stats } from "node:fs";
import { basename } from "node:path/posix";
import { O } from "../../kernel/flags.ts";
import { shown } from "../paths.ts";
import { endOfArchive, headerOf, padding } from "../tar/pack.ts";
import { type Cursor, openCursor } from "./cursor.ts";
import { describe } from "./describe.ts";
import type { Path } from "./directories.ts";
import type { Sink } from "./sink.ts";

/** An archive in the making. */
export interface Packer {
  /** Adds the file at `path` below `root`; what it is, is asked of the file system now. */
  add(root: string, path: string): void;
  /** Adds an empty file that says something of another one: a whiteout. */
  addMark(path: string): void;
  /** Ends the archive. */
  finish(): void;
  /** Lets go of the directories that are open. */
  close(): void;
  /** What could not be put in as it was, each as a sentence. */
  readonly remarks: readonly string[];
}

/** NONBLOCK: it may have become a FIFO since it was looked at. */
const READING = O.RDONLY | O.NOFOLLOW | O.NONBLOCK | O.NOCTTY | O.CLOEXEC;

/**
 * @param reserved names that mean something else in this archive, and so cannot be a file's
 * @param nameOf what a path is called in the archive
 */
export function openPacker(
  sink: Sink,
  reserved?: RegExp,
  nameOf: (path: string) => string = (path) => path.slice(1),
): Packer {
  const cursors = new Map<string, Cursor>();
  const links = new Map<string, string>(); // inode → the name of its first entry
  const remarks: string[] = [];
  const remark = (path: string, what: string) => {
    remarks.push(`${shown(path)} ${what}`);
  };

  function cursorIn(root: string): Cursor {
    const cursor = cursors.get(root) ?? openCursor(root);
    cursors.set(root, cursor);
    return cursor;
  }

  function addNow(root: string, path: string): void {
    const file = cursorIn(root).at(path);
    const stat = lstatSync(file);
    if (stat.isSocket()) remark(path, "is a socket, which no archive can hold: it is left out");
    else if (stat.isFile()) addFile(path, file);
    else addEntry(path, file, stat);
  }

  function addFile(path: string, file: Path): void {
    const fd = openSync(file, READING);
    try {
      const stat = fstatSync(fd); // of what was opened, whatever is at the path by now
      if (!stat.isFile()) {
        remark(path, "was replaced while it was read: it is left out");
        return;
      }
      if (addEntry(path, file, stat) === "link") return;
      const got = sink.putFile(fd, stat.size);
      if (got < stat.size) remark(path, "became shorter while it was read: zeros are in its place");
      fill(stat.size - got);
      sink.put(padding(stat.size));
    } finally {
      closeSync(fd);
    }
  }

  function addEntry(path: string, file: Path, stat: Stats): "link" | "first" {
    const name = nameOf(path);
    const inode = stat.isDirectory() || stat.nlink < 2 ? undefined : `${stat.dev}:${stat.ino}`;
    const link = inode === undefined ? undefined : links.get(inode);
    sink.put(headerOf(describe(file, stat, name, link)));
    if (inode !== undefined && link === undefined) links.set(inode, name);
    return link === undefined ? "first" : "link";
  }

  function fill(size: number): void {
    const zeros = Buffer.alloc(Math.min(size, 64 * 1024));
    for (let left = size; left > 0; left -= zeros.length) sink.put(zeros.subarray(0, left));
  }

  return {
    remarks,
    add(root, path) {
      if (reserved?.test(basename(path))) {
        remark(path, "has a name that layers keep for deleted files: it is left out");
        return;
      }
      try {
        addNow(root, path);
      } catch (error) {
        if (!GONE.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
        remark(path, "was removed while it was read: it is left out");
      }
    },
    addMark: (path) => sink.put(headerOf({ ...MARK, name: path.slice(1) })),
    finish() {
      sink.put(endOfArchive());
      sink.flush();
    },
    close: () => {
      for (const cursor of cursors.values()) cursor.close();
    },
  };
}

const GONE: readonly string[] = ["ENOENT", "ENOTDIR", "ELOOP", "ENXIO"];

const MARK = {
  kind: "file",
  target: "",
  mode: 0o600,
  uid: 0,
  gid: 0,
  mtime: 0,
  device: { major: 0, minor: 0 },
  stored: 0,
  size: 0,
  xattrs: new Map<string, Buffer>(),
} as const;
