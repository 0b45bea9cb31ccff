/** Writes the learner's copy, the first time and after an update that has new files. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { giveBack } from "./owner.ts";
import { WORK, type Work } from "./places.ts";
import { taskNames } from "./tasks.ts";
import { writeWhole } from "./whole.ts";

/**
 * Writes those files of the starter that are not there; what is there is the learner's.
 *
 * @param from the first lesson that is not solved
 * @returns the files that were written, relative to the copy
 */
export async function startWork(from: number, work: Work = WORK): Promise<string[]> {
  const files = new Set((await taskNames()).map(({ file }) => file));
  const missing = [...files].filter((file) => !existsSync(join(work.directory, file)));
  if (missing.length === 0) return [];
  const { readReference } = await import("../generator/reference.ts");
  const starter = readReference().starter(from);
  for (const file of missing) {
    const text = starter.get(file) ?? "";
    writeWhole(join(work.base, file), text); // first: a file without its base could not be updated
    writeWhole(join(work.directory, file), text);
  }
  giveBack(work.directory);
  return missing;
}
