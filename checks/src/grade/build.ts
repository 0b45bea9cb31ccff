/**
 * Makes a program of a fork: the grader's own runtime/src, with the fork's functions in place of
 * the starter's. What the fork has of the engine, the reference, scripts or settings is not looked
 * at; what it lacks is the starter's, so that nothing is ever the reference's by omission.
 */
import { copyFileSync, lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type BuildFailure, formatMessages } from "esbuild";
import { bundle } from "../../../runtime/build.mjs";
import { type Reference, readReference } from "../course/generator/reference.ts";
import type { Sources } from "../course/generator/sources.ts";
import { SUBMISSION } from "../harness/sealed.ts";
import { both, type Text } from "../harness/text.ts";
import { NATIVE } from "./limits.ts";

/** What came of it. */
export type Built = { readonly sources: Sources } | { readonly problems: readonly string[] };

const MOST_FILES = 500;
const MOST_BYTES = 1 << 20; // of one file

let reference: Reference | undefined;

/**
 * Builds a fork's program into a directory, with all that it needs to run.
 *
 * @param fork the folder that has work/, or work/ itself
 */
export async function buildFork(fork: string, directory: string): Promise<Built> {
  reference ??= readReference();
  const read = readWork(fork, reference);
  if ("refused" in read) return { problems: [read.refused.en] };
  mkdirSync(directory, { recursive: true });
  for (const name of ["init", "addon.node"])
    copyFileSync(join(NATIVE, name), join(directory, name));
  try {
    await bundle(directory, read.sources, SUBMISSION);
    return { sources: read.sources };
  } catch (error) {
    return { problems: await compilerMessages(error) };
  }
}

/** As a compiler says it, with paths as the learner knows them. */
export async function compilerMessages(error: unknown): Promise<string[]> {
  const { errors } = error as BuildFailure;
  if (errors === undefined) throw error;
  const messages = await formatMessages(errors, { kind: "error", color: false });
  return messages.map((text) => text.trimEnd().replaceAll(/(?:\.\.\/)*runtime\/src\//g, "work/"));
}

type Read = { readonly sources: Sources } | { readonly refused: Text };

/** The fork's files over the starter's; files of ours in which nothing is asked stay ours. */
function readWork(fork: string, { sources: ours, starter }: Reference): Read {
  const top = topOf(fork);
  const theirs = starter(1);
  const found = sourceFiles(top, top);
  if (found.length > MOST_FILES) return { refused: TOO_MANY };
  const huge = found.find((path) => lstatSync(join(top, path)).size > MOST_BYTES);
  if (huge !== undefined) return { refused: both(`${huge} is too large`, `${huge} 太大`) };
  const own = found
    .filter((path) => theirs.has(path) || !ours.has(path))
    .map((path) => [path, readFileSync(join(top, path), "utf8")] as const);
  return { sources: new Map([...theirs, ...own]) };
}

const TOO_MANY = both(
  `work/ has more than ${MOST_FILES} files`,
  `work/ 里的文件超过 ${MOST_FILES} 个`,
);

/** The sources of a fork, by their paths below work/. */
export function workFiles(fork: string): { path: string; from: string }[] {
  const top = topOf(fork);
  return sourceFiles(top, top).map((path) => ({ path, from: join(top, path) }));
}

const topOf = (fork: string) =>
  lstatSync(join(fork, "work"), { throwIfNoEntry: false }) ? join(fork, "work") : fork;

/** Plain files only: a link could lead to whatever the grader may read. */
function sourceFiles(top: string, directory: string): string[] {
  if (!lstatSync(directory, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".")) return [];
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return sourceFiles(top, path);
    return entry.isFile() && entry.name.endsWith(".ts") ? [relative(top, path)] : [];
  });
}
