/** Versions of mydocker that only `verify` needs: built, checked, thrown away. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../../../runtime/build.mjs";
import { PROJECT } from "../../harness/places.ts";
import type { Result } from "../../harness/result.ts";
import type { Lesson } from "../catalogue.ts";
import type { Sources } from "../generator/sources.ts";
import { runChecks } from "../lesson/checks.ts";

const CACHE = join(PROJECT, ".cache/verify");

/** Runs a lesson's checks, or only some, on a version of the sources. */
export async function checkVersion(
  sources: Sources,
  lesson: Lesson,
  only?: readonly string[],
): Promise<Result[]> {
  mkdirSync(CACHE, { recursive: true });
  const directory = mkdtempSync(join(CACHE, `${process.pid}-`));
  try {
    const mydocker = await bundle(directory, sources);
    return await runChecks({ lesson, mydocker, sources, only });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Removes what runs that were killed have left. */
export function sweepVersions(): void {
  if (!existsSync(CACHE)) return;
  for (const name of readdirSync(CACHE)) {
    const [pid] = name.split("-");
    if (!existsSync(`/proc/${pid}`)) rmSync(join(CACHE, name), { recursive: true, force: true });
  }
}
