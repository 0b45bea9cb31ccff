/** A file, or a directory with all that is in it, as an archive. */
import { closeSync, lstatSync, openSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { O } from "../../kernel/flags.ts";
import { within } from "../layer/directories.ts";
import { openPacker } from "../layer/packer.ts";
import { openSink } from "../layer/sink.ts";
import { namesIn } from "../paths.ts";

const BREATH = 200; // files between two chances for a signal to be heard

/** What is to be packed: a name in a directory that is open; `.` is the directory itself. */
export interface Source {
  readonly directory: number;
  /** One character per byte. */
  readonly name: string;
}

/**
 * Packs it. Every directory is entered by descriptor and no link is followed, so that nothing of
 * another tree is read, whatever somebody puts in the way meanwhile.
 *
 * @param top what it is called in the archive; `.` for a directory's content without its name
 * @param write is given the archive's bytes; it must take them all
 * @returns what is not in it as it was, each as a sentence
 */
export async function packTree(
  { directory, name }: Source,
  top: string,
  write: (piece: Buffer) => void,
): Promise<readonly string[]> {
  const inside = tryDirectory(directory, name);
  const root = `/proc/self/fd/${inside ?? directory}/.`;
  const nameOf = (path: string) => (path === "/" || inside === undefined ? top : `${top}${path}`);
  const packer = openPacker(openSink(write), undefined, nameOf);
  let count = 0;
  try {
    packer.add(root, inside === undefined ? `/${name}` : "/");
    if (inside !== undefined) await below("");
    packer.finish();
  } finally {
    packer.close();
    if (inside !== undefined) closeSync(inside);
  }
  return packer.remarks;

  async function below(path: string): Promise<void> {
    for (const child of childrenOf(root, path)) {
      packer.add(root, `${path}/${child.name}`);
      count += 1;
      if (count % BREATH === 0) await setImmediate();
      if (child.isDirectory) await below(`${path}/${child.name}`);
    }
  }
}

const DIRECTORY = O.PATH | O.DIRECTORY | O.NOFOLLOW | O.CLOEXEC;

/** Undefined for what is no directory. */
function tryDirectory(directory: number, name: string): number | undefined {
  try {
    return openSync(within(directory, name), DIRECTORY);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR" || code === "ELOOP") return undefined;
    throw error;
  }
}

/** Each part of the path is opened by itself; a directory that has gone by now has no children. */
function childrenOf(root: string, path: string): { name: string; isDirectory: boolean }[] {
  let fd = openSync(root, DIRECTORY);
  try {
    for (const part of path.split("/").filter(Boolean)) {
      const next = tryDirectory(fd, part);
      if (next === undefined) return [];
      closeSync(fd);
      fd = next;
    }
    const here = fd;
    return namesIn(`/proc/self/fd/${here}`, "/").map((name) => {
      const stat = lstatSync(within(here, name), { throwIfNoEntry: false });
      return { name, isDirectory: stat?.isDirectory() ?? false };
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  } finally {
    closeSync(fd);
  }
}
