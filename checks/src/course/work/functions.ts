/** Functions as the learner has written them, beside those of the reference. */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import { REFERENCE } from "../generator/sources.ts";
import { type Statement, statementsByName } from "../generator/statements.ts";
import type { FunctionName } from "./concerned.ts";
import { WORK, type Work } from "./places.ts";

/** One function, twice. */
export interface Pair extends FunctionName {
  /** Where the learner has it, or would: `work/inside/root.ts:24`. */
  readonly place: string;
  /** Undefined when the learner's file lacks it, cannot be parsed, or is not there. */
  readonly mine: Statement | undefined;
  readonly theirs: Statement;
  /** The learner's copy has no such file: what runs is the reference's. */
  readonly given: boolean;
}

/** Reads both. */
export function pairOf({ file, name }: FunctionName, work: Work = WORK): Pair {
  const path = join(work.directory, file);
  const given = !existsSync(path);
  const theirs = functionIn(join(REFERENCE, file), name);
  if (!theirs) throw new Error(`the reference has no ${name} in ${file}`);
  const mine = given ? undefined : functionIn(path, name);
  const shown = relative(PROJECT, given ? join(REFERENCE, file) : path);
  const line = given ? theirs.line : mine?.line;
  return { file, name, place: line ? `${shown}:${line}` : shown, mine, theirs, given };
}

const functionIn = (path: string, name: string) =>
  statementsByName(readFileSync(path, "utf8"))?.get(name);

/** Whether two codes differ in more than blanks. */
export const isSame = ({ mine, theirs }: Pair): boolean =>
  mine !== undefined && squeezed(mine.code) === squeezed(theirs.code);

const squeezed = (code: string) => code.replace(/\s+/g, " ").trim();
