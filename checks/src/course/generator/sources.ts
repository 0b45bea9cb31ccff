/** The sources of mydocker, as texts: what starters and mutants are made of. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../harness/places.ts";

/** Texts by path relative to the tree's top, `inside/proc.ts`, in the order of their paths. */
export type Sources = ReadonlyMap<string, string>;

/** The tree of the reference, the complete mydocker. */
export const REFERENCE = join(PROJECT, "runtime/src");

/** Reads all TypeScript beneath a directory. */
export function readSources(directory: string = REFERENCE): Sources {
  const paths = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(directory, path), "utf8")]));
}
