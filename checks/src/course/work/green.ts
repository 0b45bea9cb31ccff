/**
 * The learner's sources as they were when checks last passed, in work/.course/green, so that what
 * has changed since can be shown. Sources that no check refers to any more are not kept.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Sources } from "../generator/sources.ts";
import { readLearned } from "./learned.ts";
import { WORK, type Work } from "./places.ts";
import type { Progress } from "./progress.ts";
import { writeWhole } from "./whole.ts";

/** Keeps the sources of now; returns their name. */
export function keepSources(work: Work = WORK): string {
  const text = JSON.stringify(Object.fromEntries(readLearned(work)));
  const name = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const path = join(work.green, `${name}.json`);
  if (!existsSync(path)) writeWhole(path, text);
  return name;
}

/** Sources that were kept; undefined when they are not any more. */
export function keptSources(name: string, work: Work = WORK): Sources | undefined {
  try {
    const kept = JSON.parse(readFileSync(join(work.green, `${name}.json`), "utf8"));
    return new Map(Object.entries(kept));
  } catch {
    return undefined; // the fork came without it
  }
}

/** Removes what no check refers to. */
export function sweepSources({ checks }: Progress, work: Work = WORK): void {
  if (!existsSync(work.green)) return;
  const wanted = new Set(Object.values(checks).map((check) => `${check.with}.json`));
  for (const name of readdirSync(work.green)) {
    if (!wanted.has(name)) rmSync(join(work.green, name), { force: true });
  }
}
