/** Submissions as they are graded: built, and placed where a sealed pretend host shows them. */
import { realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Sources } from "../course/generator/sources.ts";
import { SUBMISSION } from "../harness/sealed.ts";
import { buildFork } from "./build.ts";
import { type Submission, seenWith } from "./submission.ts";

/** A submission whose program can be run, or that has problems. */
export interface Ready {
  readonly submission: Submission;
  /** The machine's file or folder that a pretend host shows. */
  readonly place: string;
  /** The program, inside. */
  readonly mydocker: string;
  /** What a fork's program was built of. */
  readonly sources?: Sources;
  /** Why there is no program. */
  readonly problems: readonly string[];
}

/**
 * Gets one ready.
 *
 * @param directory an empty place of its own for what is built
 */
export async function makeReady(
  submission: Submission,
  all: readonly Submission[],
  directory: string,
): Promise<Ready> {
  if (submission.kind === "program") return readyProgram(submission, all);
  const built = await buildFork(submission.path, directory);
  const mydocker = join(SUBMISSION, "mydocker");
  const base = { submission, place: directory, mydocker };
  if ("problems" in built) return { ...base, problems: built.problems };
  return { ...base, sources: built.sources, problems: [] };
}

function readyProgram(submission: Submission, all: readonly Submission[]): Ready {
  const place = seenWith(submission.path, all);
  const alone = statSync(place).isFile();
  const program = basename(realpathSync(submission.path));
  const mydocker = alone ? SUBMISSION : join(SUBMISSION, program);
  return { submission, place, mydocker, problems: [] };
}
