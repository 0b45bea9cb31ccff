/** Where the learner's copy is, and what the course keeps beside it. */
import { join } from "node:path";
import { PROJECT } from "../../harness/places.ts";

/** The folders of one learner's copy. */
export interface Work {
  /** Mirrors runtime/src, with only the files in which something is to be written. */
  readonly directory: string;
  /** The starter of each file as it was given out: what an update is merged against. */
  readonly base: string;
  /** Which version each file came from. */
  readonly started: string;
  /** What commands of the course have overwritten. */
  readonly kept: string;
  /** The sources with which checks last passed. */
  readonly green: string;
  readonly progress: string;
  /** The bundle and its launcher. */
  readonly build: string;
}

/** The folders beneath a directory. */
export const workIn = (directory: string): Work => ({
  directory,
  base: join(directory, ".course/base"),
  started: join(directory, ".course/started.json"),
  kept: join(directory, ".course/kept"),
  green: join(directory, ".course/green"),
  progress: join(directory, ".course/progress.json"),
  build: join(directory, ".build"),
});

/** The learner's copy in this checkout. */
export const WORK: Work = workIn(join(PROJECT, "work"));
