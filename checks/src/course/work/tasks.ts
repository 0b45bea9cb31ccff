/**
 * Which functions the lessons ask for, and where the learner finds them. Remembered from one run
 * to the next, because reading syntax trees takes longer than all else that a lesson's start does.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import { readSources, type Sources } from "../generator/sources.ts";
import { giveBackOnly } from "./owner.ts";
import { WORK, type Work } from "./places.ts";
import { writeWhole } from "./whole.ts";

/** A task, without its syntax tree. */
export interface TaskName {
  readonly lesson: number;
  readonly slug: string;
  readonly file: string;
  readonly name: string;
}

const CACHE = join(PROJECT, ".cache/tasks.json");

/** All tasks, in the order of lessons. */
export async function taskNames(sources: Sources = readSources()): Promise<readonly TaskName[]> {
  const print = createHash("sha256")
    .update(JSON.stringify([...sources]))
    .digest("hex");
  const cached = readCache();
  if (cached?.print === print) return cached.tasks;
  const { readReference } = await import("../generator/reference.ts");
  const tasks = readReference(sources).tasks.map(({ lesson, slug, file, name }) => ({
    lesson,
    slug,
    file,
    name,
  }));
  writeWhole(CACHE, JSON.stringify({ print, tasks }));
  giveBackOnly(dirname(CACHE), CACHE);
  return tasks;
}

function readCache(): { print: string; tasks: TaskName[] } | undefined {
  try {
    return JSON.parse(readFileSync(CACHE, "utf8"));
  } catch {
    return undefined;
  }
}

/** Where a task is in the learner's copy: `work/inside/proc.ts:14`, its function's line. */
export function whereIs({ file, name, slug }: TaskName, work: Work = WORK): string {
  const path = join(work.directory, file);
  const lines = readFileSync(path, "utf8").split("\n");
  const tag = lines.findIndex(
    (line) => line.includes("@lesson") && line.trimEnd().endsWith(` ${slug}`),
  );
  const declared = new RegExp(`\\b(?:function|const) ${name}\\b`);
  const line = lines.findIndex((text, i) => i >= tag && declared.test(text));
  const shown = relative(PROJECT, path);
  return line === -1 ? shown : `${shown}:${line + 1}`;
}
