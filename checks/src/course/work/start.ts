/** Writes the learner's copy, the first time and after an update that has new files. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { changes } from "../../../../lessons/changes.ts";
import { readSources } from "../generator/sources.ts";
import { giveBack } from "./owner.ts";
import { WORK, type Work } from "./places.ts";
import { courseVersion, readStarted, writeStarted } from "./started.ts";
import { taskNames } from "./tasks.ts";
import { writeWhole } from "./whole.ts";

/**
 * Writes those files of the starter that are not there; what is there is the learner's.
 *
 * @param from the first lesson that is not solved
 * @returns the files that were written, relative to the copy
 */
export async function startWork(from: number, work: Work = WORK): Promise<string[]> {
  const sources = readSources();
  const files = new Set((await taskNames(sources)).map(({ file }) => file));
  const missing = [...files].filter((file) => !existsSync(join(work.directory, file)));
  if (missing.length === 0) return [];
  const { readReference } = await import("../generator/reference.ts");
  const starter = readReference(sources).starter(from);
  const version = courseVersion(sources);
  await rememberOrigins(missing, from, version, work);
  for (const file of missing) {
    const text = starter.get(file) ?? "";
    writeWhole(join(work.base, file), text); // first: a file without its base could not be updated
    writeWhole(join(work.directory, file), text);
  }
  giveBack(work.directory);
  return missing;
}

/** The first start also remembers the checks, to tell later which of them have changed. */
async function rememberOrigins(
  files: readonly string[],
  from: number,
  version: string,
  work: Work,
): Promise<void> {
  const { checkPrints } = await import("../update/checkprints.ts");
  const before = readStarted(work);
  const origins = Object.fromEntries(files.map((file) => [file, { from, version }]));
  const first = before.version === undefined;
  writeStarted(
    {
      ...before,
      ...(first && { version, checks: await checkPrints(), told: changes.length }),
      files: { ...before.files, ...origins },
    },
    work,
  );
}
