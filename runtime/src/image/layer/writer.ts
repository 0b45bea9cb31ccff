/**
 * Makes a layer's directory out of the entries of its archive, in overlay's own form: whiteouts
 * become character devices 0/0, opaque directories an attribute. As root.
 *
 * The directory must be one that nobody else can reach. Nothing outside it is touched, whatever the
 * entries say: names lose their power in names.ts, links in directories.ts.
 */
import { chmodSync, linkSync, lstatSync, rmSync, symlinkSync } from "node:fs";
import { native } from "../../kernel/native.ts";
import type { Entry } from "../tar/entry.ts";
import type { Sink } from "../tar/reader.ts";
import { quoted, refuse } from "../tar/refusal.ts";
import { OPAQUE } from "../whiteout.ts";
import { setAttributes } from "./attributes.ts";
import type { Account } from "./budget.ts";
import { type Content, createContent, noContent } from "./content.ts";
import {
  closeDirectories,
  type Directories,
  enter,
  keepTimes,
  makeDirectory,
  NotADirectory,
  openDirectories,
  type Path,
  visit,
  within,
} from "./directories.ts";
import { entryParts, markOf, targetParts } from "./names.ts";

/** A writer; `close` must be called at the end, whether all went well or not. */
export interface LayerWriter extends Sink {
  close(): void;
}

/** @param root an empty directory */
export function layerWriter(root: string, account: Account): LayerWriter {
  chmodSync(root, 0o755); // what `/` is when the archive does not say
  const directories = openDirectories(root);
  let content: Content = noContent;
  return {
    entry(entry) {
      account.add(entry.name, entry.size);
      content = make(directories, entry);
    },
    data: (bytes) => content.write(bytes),
    end() {
      const complete = content;
      content = noContent;
      complete.finish();
    },
    close() {
      content.abandon();
      closeDirectories(directories);
    },
  };
}

/** Makes what the entry says; returns where its data go. */
function make(directories: Directories, entry: Entry): Content {
  const parts = entryParts(entry.name);
  try {
    if (parts.length > 0) return makeIn(directories, entry, parts);
    makeRoot(directories, entry);
    return noContent;
  } catch (error) {
    if (!(error instanceof NotADirectory)) throw error;
    const through = `leads through ${quoted(error.part)}, which is a link or a file in its layer`;
    return refuse(entry.name, through);
  }
}

function makeRoot(directories: Directories, entry: Entry): void {
  if (entry.kind !== "directory") refuse(entry.name, "would replace the layer's root");
  setAttributes(within(enter(directories, []), "."), entry);
  keepTimes(directories);
}

function makeIn(directories: Directories, entry: Entry, parts: readonly string[]): Content {
  const last = parts.at(-1) as string;
  const above = parts.slice(0, -1);
  if (above.some((part) => part.startsWith(".wh..wh."))) return noContent; // a directory of AUFS' own
  const parent = enter(directories, above);
  const mark = markOf(entry.name, last);
  if (mark?.kind === "opaque") markOpaque(within(parent, "."));
  if (mark?.kind === "whiteout") hide(within(parent, mark.hides));
  return mark ? noContent : makeNode(directories, entry, parts, within(parent, last));
}

/** File types of mknod(2). */
const S_IF = { character: 0x2000, block: 0x6000, fifo: 0x1000 } as const;

function makeNode(
  directories: Directories,
  entry: Entry,
  parts: readonly string[],
  path: Path,
): Content {
  const { kind, device } = entry;
  if (kind === "file") return replace(path, () => createContent(path, entry));
  if (kind === "link") {
    link(directories, entry, parts, (existing) => replace(path, () => linkSync(existing, path)));
    return noContent; // owner, mode and times are those of the file, which has them already
  }
  if (kind === "directory") makeDirectory(path);
  else if (kind === "symlink") replace(path, () => symlinkSync(latin(entry.target), path));
  else replace(path, () => native.mknod(path, S_IF[kind] | 0o600, device.major, device.minor));
  setAttributes(path, entry);
  return noContent;
}

const latin = (text: string) => Buffer.from(text, "latin1");

function link(
  directories: Directories,
  { name, target }: Entry,
  parts: readonly string[],
  make: (existing: Path) => void,
): void {
  const found = targetParts(name, target);
  const last = found.at(-1);
  const itself = found.length === parts.length && found.every((part, i) => part === parts[i]);
  if (last === undefined || itself) refuse(name, "is a hard link to no file");
  try {
    visit(directories, found.slice(0, -1), (directory) => {
      const existing = within(directory, last);
      if (lstatSync(existing).isDirectory()) refuse(name, "is a hard link to a directory");
      make(existing);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    refuse(name, `is a hard link to ${quoted(target)}, which is not in its layer`);
  }
}

/** Of two entries with one name the last one counts, as tar has it. */
function replace<T>(path: Path, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    rmSync(path, { recursive: true });
    return act();
  }
}

function markOpaque(path: Path): void {
  native.lsetxattr(path, OPAQUE, Buffer.from("y"));
}

/** Whiteouts speak of the layers below only: what this layer has itself stays. */
function hide(path: Path): void {
  const here = lstatSync(path, { throwIfNoEntry: false });
  if (here?.isDirectory()) markOpaque(path);
  else if (!here) native.mknod(path, S_IF.character, 0, 0);
}
