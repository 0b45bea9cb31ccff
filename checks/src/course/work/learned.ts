/** The learner's files, as texts. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sources } from "../generator/sources.ts";
import { WORK, type Work } from "./places.ts";

/** All TypeScript of the copy, by path below it; nothing of what the course keeps beside it. */
export function readLearned({ directory }: Work = WORK): Sources {
  if (!existsSync(directory)) return new Map();
  const paths = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith("."))
    .flatMap((entry) => (entry.isDirectory() ? below(directory, entry.name) : [entry.name]))
    .filter((path) => path.endsWith(".ts"))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(directory, path), "utf8")]));
}

const below = (directory: string, name: string) =>
  readdirSync(join(directory, name), { recursive: true, encoding: "utf8" }).map((path) =>
    join(name, path),
  );
