/** What has changed in the learner's files since some other time, function by function. */
import type { Sources } from "../generator/sources.ts";
import { type Statement, statementsByName } from "../generator/statements.ts";

/** A function, or all that is outside of functions, then and now. */
export interface Changed {
  readonly file: string;
  /** Undefined for what is outside of functions, or for a file that cannot be parsed. */
  readonly name: string | undefined;
  readonly before: string;
  readonly now: string;
}

/** All changes, in the order of files. */
export function changedSince(before: Sources, now: Sources): Changed[] {
  const files = [...new Set([...before.keys(), ...now.keys()])].sort();
  return files.flatMap((file) => changesIn(file, before.get(file) ?? "", now.get(file) ?? ""));
}

function changesIn(file: string, before: string, now: string): Changed[] {
  if (before === now) return [];
  const [then, today] = [statementsByName(before), statementsByName(now)];
  if (!then || !today) return [{ file, name: undefined, before, now }];
  const names = [...new Set([...then.keys(), ...today.keys()])];
  const functions = names
    .map((name) => ({ name, before: codeOf(then, name), now: codeOf(today, name) }))
    .filter((one) => one.before !== one.now)
    .map((one) => ({ file, ...one }));
  return functions.length > 0 ? functions : [{ file, name: undefined, before, now }];
}

const codeOf = (all: ReadonlyMap<string, Statement>, name: string) => all.get(name)?.code ?? "";
