/** Brings the learner's copy up to date with the course, and loses nothing of it. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import { type Reference, readReference } from "../generator/reference.ts";
import type { Sources } from "../generator/sources.ts";
import { readLearned } from "../work/learned.ts";
import { giveBack } from "../work/owner.ts";
import { WORK, type Work } from "../work/places.ts";
import {
  beginning,
  courseVersion,
  readStarted,
  type Started,
  writeStarted,
} from "../work/started.ts";
import { keepCopy, stamp } from "../work/transplant.ts";
import { writeWhole } from "../work/whole.ts";
import { type FileUpdate, planUpdate } from "./plan.ts";

/** What was done to a file, and where what was in it before is kept. */
export interface Updated extends FileUpdate {
  readonly kept?: string;
}

/**
 * Whether the course would give out other files now than those that the copy began with. If not,
 * remembers so for the course's version of now.
 */
export function isBehind(work: Work = WORK): boolean {
  const started = readStarted(work);
  const reference = readReference();
  const { base, theirs } = sides(started, reference, work);
  const differs = [...theirs].some(([file, text]) => base.get(file) !== text);
  if (differs || [...base.keys()].some((file) => !theirs.has(file))) return true;
  writeStarted({ ...started, version: courseVersion(reference.sources) }, work);
  return false;
}

/** Merges the course's changes into every file of the copy. */
export function updateWork(work: Work = WORK): Updated[] {
  const started = readStarted(work);
  const reference = readReference();
  const { base, theirs } = sides(started, reference, work);
  const version = courseVersion(reference.sources);
  const kept = join(work.kept, stamp());
  const updates = planUpdate(readLearned(work), base, theirs).map((update) =>
    carryOut(update, kept, work),
  );
  const undecided = new Set(
    updates.filter(({ fate }) => fate === "undecided").map(({ file }) => file),
  );
  // Last, and base after the copy: a merge that was interrupted is done again, and finds itself done.
  settleBases(base, theirs, undecided, work);
  writeStarted({ ...started, files: origins(started, theirs, undecided, version) }, work);
  giveBack(work.directory);
  return updates;
}

/** What the files began with, and what the course would give out now. */
function sides(started: Started, reference: Reference, work: Work) {
  const base = readLearned({ ...work, directory: work.base });
  const lowest = Math.min(beginning(started), 1000);
  const starters = new Map<number, Sources>();
  const starter = (from: number) => {
    const known = starters.get(from) ?? reference.starter(from);
    starters.set(from, known);
    return known;
  };
  const files = [...starter(lowest).keys()];
  const theirs = files.map((file): [string, string] => [
    file,
    starter(started.files[file]?.from ?? lowest).get(file) ?? "",
  ]);
  return { base, theirs: new Map(theirs) };
}

function carryOut(update: FileUpdate, kept: string, work: Work): Updated {
  const { file, fate, text, touched } = update;
  const path = join(work.directory, file);
  if (fate === "undecided") return update;
  const copy = join(kept, file);
  if (touched) keepCopy(path, copy);
  if (text === undefined) rmSync(path, { force: true });
  else writeWhole(path, text);
  return touched ? { ...update, kept: relative(PROJECT, copy) } : update;
}

function settleBases(
  base: Sources,
  theirs: Sources,
  undecided: ReadonlySet<string>,
  work: Work,
): void {
  for (const file of new Set([...base.keys(), ...theirs.keys()])) {
    const path = join(work.base, file);
    const text = theirs.get(file);
    if (undecided.has(file)) continue;
    if (text === undefined) rmSync(path, { force: true });
    else if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeWhole(path, text);
  }
}

const origins = (
  { files, ...started }: Started,
  theirs: Sources,
  undecided: ReadonlySet<string>,
  version: string,
) =>
  Object.fromEntries(
    [...theirs.keys()].map((file) => {
      const from = files[file]?.from ?? beginning({ files, ...started });
      const before = undecided.has(file) ? files[file]?.version : undefined;
      return [file, { from, version: before ?? version }];
    }),
  );
