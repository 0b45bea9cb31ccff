/** Where each file of the learner's copy came from, in work/.course/started.json. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import type { Sources } from "../generator/sources.ts";
import type { CheckPrints } from "../update/checkprints.ts";
import { WORK, type Work } from "./places.ts";
import { readKept, writeWhole } from "./whole.ts";

/** One file's origin. */
export interface Origin {
  /** The first lesson that was not solved in it. */
  readonly from: number;
  /** Of the course that it came from. */
  readonly version: string;
}

/** The file's content. */
export interface Started {
  readonly files: Readonly<Record<string, Origin>>;
  /** The course's version that the copy is up to date with. */
  readonly version?: string;
  /** The checks of that version. */
  readonly checks?: CheckPrints;
  /** How many entries of lessons/changes.ts have been told. */
  readonly told?: number;
}

const NONE: Started = { files: {} };

/** Reads it; nothing was started as long as there is none. */
export const readStarted = ({ started }: Work = WORK): Started => ({
  ...NONE,
  ...readKept<Started>(started),
});

/** Writes it whole. */
export const writeStarted = (content: Started, { started }: Work = WORK): void =>
  writeWhole(started, `${JSON.stringify(content, undefined, 2)}\n`);

/** The lesson that a copy began with. */
export const beginning = ({ files }: Started): number =>
  Math.min(...Object.values(files).map(({ from }) => from), Number.MAX_SAFE_INTEGER);

/** The course's version: package.json's, and a fingerprint of the sources. */
export function courseVersion(sources: Sources): string {
  const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
  const print = createHash("sha256")
    .update(JSON.stringify([...sources]))
    .digest("hex");
  return `${version}+${print.slice(0, 12)}`;
}
