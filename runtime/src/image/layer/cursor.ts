/**
 * Reads files of a directory that a container may be changing meanwhile. Each part of a path is
 * opened by itself and no link is followed, so that whatever the container puts there, nothing of
 * the machine is ever read in its place. The directories of the last path stay open.
 */
import { closeSync, openSync } from "node:fs";
import { O } from "../../kernel/flags.ts";
import { type Path, within } from "./directories.ts";

const FLAGS = O.PATH | O.DIRECTORY | O.NOFOLLOW | O.CLOEXEC;

/** Where in a tree somebody reads. */
export interface Cursor {
  /** A path of the kernel's to the file; good until the next call. Throws when there is no way. */
  at(path: string): Path;
  close(): void;
}

/** @param root the tree's top */
export function openCursor(root: string): Cursor {
  const open = [{ part: "", fd: openSync(root, FLAGS) }];

  function leaveTo(parts: readonly string[]): void {
    while (!open.slice(1).every(({ part }, i) => part === parts[i])) leave();
  }

  function leave(): void {
    const last = open.pop();
    if (last) closeSync(last.fd);
  }

  const top = () => open.at(-1)?.fd ?? -1;

  return {
    at(path) {
      const parts = path.split("/").filter(Boolean);
      const name = parts.pop() ?? ".";
      leaveTo(parts);
      for (const part of parts.slice(open.length - 1)) {
        open.push({ part, fd: openSync(within(top(), part), FLAGS) });
      }
      return within(top(), name);
    },
    close() {
      while (open.length > 0) leave();
    },
  };
}
