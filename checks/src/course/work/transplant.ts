/** Writes functions of another version into the learner's files; what they were is kept. */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import type { Text } from "../../harness/text.ts";
import { type PutBack, putBackFunctions } from "../generator/putback.ts";
import type { Sources } from "../generator/sources.ts";
import { giveBack } from "./owner.ts";
import { WORK, type Work } from "./places.ts";
import type { TaskName } from "./tasks.ts";
import { writeWhole } from "./whole.ts";

/** A file that was written: paths as a learner sees them. */
export interface Transplanted {
  readonly file: string;
  readonly what: Text;
  /** Where its content of before is. */
  readonly kept: string;
}

type Put = (mine: string, theirs: string, functions: readonly TaskName[]) => PutBack;

/** @returns the files that were not so already */
export function transplant(
  from: Sources,
  tasks: readonly TaskName[],
  put: Put = putBackFunctions,
  work: Work = WORK,
): Transplanted[] {
  const kept = join(work.kept, stamp());
  const shown = (path: string) => relative(PROJECT, path);
  const done = [...new Set(tasks.map(({ file }) => file))].flatMap((file) => {
    const path = join(work.directory, file);
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const functions = tasks.filter((task) => task.file === file);
    const { text, what } = put(before, from.get(file) ?? "", functions);
    if (text === before) return [];
    keepCopy(path, join(kept, file));
    writeWhole(path, text);
    return [{ file: shown(path), what, kept: shown(join(kept, file)) }];
  });
  giveBack(work.directory);
  return done;
}

/** The name of a folder for what is overwritten now. */
export const stamp = (): string => new Date().toISOString().replaceAll(":", "-");

/** Copies a file, if it is there, to a place whose folder is made. */
export function keepCopy(path: string, copy: string): void {
  if (!existsSync(path)) return;
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(path, copy);
}
