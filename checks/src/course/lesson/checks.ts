/**
 * All that a lesson asks of a program: its checks, which ask the kernel, and for some lessons a
 * contract, which asks functions of the program's own sources what no single machine can show.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleModule } from "../../../../runtime/build.mjs";
import { runLesson } from "../../harness/lesson.ts";
import { PROJECT } from "../../harness/places.ts";
import type { Result } from "../../harness/result.ts";
import type { Lesson } from "../catalogue.ts";
import type { Sources } from "../generator/sources.ts";

/** What is to be checked. */
export interface Checking {
  readonly lesson: Lesson;
  /** The executable. */
  readonly mydocker: string;
  /** What it was built of, in front of the reference; undefined when it is none of ours. */
  readonly sources?: string | Sources | undefined;
  /** Ids of checks, or all. */
  readonly only?: readonly string[] | undefined;
  /** Whether a failed check is to tell the plan of what it ran. */
  readonly explain?: boolean;
  /** Ends the run early: AbortError. */
  readonly signal?: AbortSignal | undefined;
  /** Hears of each check that begins. */
  readonly onStart?: (id: string) => void;
  /** Hears of each result as it comes. */
  readonly onResult?: (result: Result) => void;
}

/** A module's exports, by its path below the sources. */
type Load = (file: string) => Promise<Readonly<Record<string, unknown>>>;

/** What a lesson's contract.ts exports. */
type Contract = (load: Load, only?: readonly string[]) => Promise<Result[]>;

/** Runs what was asked for, checks first, and returns a result for each. */
export async function runChecks(checking: Checking): Promise<Result[]> {
  const agreed = await askContract(checking);
  const only = checking.only?.filter((id) => !agreed.some((result) => result.id === id));
  const results = only?.length === 0 ? [] : await askKernel({ ...checking, only });
  for (const result of agreed) checking.onResult?.(result);
  return [...results, ...agreed];
}

function askKernel(checking: Checking): Promise<Result[]> {
  const { lesson, mydocker, only, explain, signal, onStart, onResult } = checking;
  return runLesson({
    lesson: lesson.directory,
    mydocker,
    signal,
    compare: explain ? REFERENCE_PROGRAM : undefined,
    ...(only && { only }),
    onEvent: (event) => (event.type === "result" ? onResult?.(event.result) : onStart?.(event.id)),
  });
}

/** The complete mydocker of this project. */
export const REFERENCE_PROGRAM = join(PROJECT, "runtime/dist/mydocker");

async function askContract({ lesson, mydocker, sources, only }: Checking): Promise<Result[]> {
  const file = join(lesson.directory, "contract.ts");
  if (sources === undefined || !existsSync(file)) return [];
  const { contract }: { contract: Contract } = await import(pathToFileURL(file).href);
  const load: Load = async (path) => {
    const module = await bundleModule(dirname(mydocker), path, sources);
    const require = createRequire(module);
    delete require.cache[module]; // it was another one before the learner's last change
    return require(module);
  };
  return contract(load, only);
}
