/**
 * What each check is worth: lessons/rubric.txt. A line is a number of points and what it is for: a
 * kind of check, or checks by id, which then do not count by their kind. `#` begins a comment.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../harness/places.ts";
import type { CheckName, Kind } from "../harness/result.ts";

/** Points by kind, and by id for those that are worth something else. */
export interface Rubric {
  readonly kinds: ReadonlyMap<Kind, number>;
  readonly ids: ReadonlyMap<string, number>;
}

/** The rubric of the course. */
export const RUBRIC = join(PROJECT, "lessons/rubric.txt");

/** A rubric that cannot be meant. */
export class RubricError extends Error {
  override name = "RubricError";
}

const KINDS: readonly Kind[] = ["goal", "guard"];

/**
 * Reads a rubric.
 *
 * @throws RubricError that names the line
 */
export function parseRubric(text: string, file = "rubric.txt"): Rubric {
  const kinds = new Map<Kind, number>();
  const ids = new Map<string, number>();
  for (const [i, line] of text.split("\n").entries()) {
    const refuse = (what: string) => new RubricError(`${file}:${i + 1}: ${what}`);
    const [points, ...names] = line.replace(/#.*/, "").split(/\s+/).filter(Boolean);
    if (points === undefined) continue;
    if (!/^\d+$/.test(points)) throw refuse(`"${points}" is no number of points: 2 3.1 3.2`);
    if (names.length === 0) throw refuse(`${points} points for nothing: goal, guard, or ids`);
    for (const name of names) {
      const kind = KINDS.find((kind) => kind === name);
      if (!kind && !/^\w+\.\d+$/.test(name))
        throw refuse(`"${name}" is neither a kind nor a check`);
      if (kind ? kinds.has(kind) : ids.has(name)) throw refuse(`${name} is counted twice`);
      if (kind) kinds.set(kind, Number(points));
      else ids.set(name, Number(points));
    }
  }
  return { kinds, ids };
}

/** Reads the file. @throws RubricError */
export const readRubric = (file: string = RUBRIC): Rubric =>
  parseRubric(readFileSync(file, "utf8"), file);

/**
 * What a check is worth.
 *
 * @throws RubricError when no line counts it
 */
export function worth({ kinds, ids }: Rubric, { id, kind }: CheckName): number {
  const points = ids.get(id) ?? kinds.get(kind);
  if (points === undefined) throw new RubricError(`no line of the rubric counts ${id}, a ${kind}`);
  return points;
}

/** What is wrong with a rubric for these checks: none may be counted twice or never. */
export function rubricProblems(rubric: Rubric, checks: readonly CheckName[]): string[] {
  const known = new Set(checks.map(({ id }) => id));
  const twice = checks.filter(({ id }, i) => checks.findIndex((other) => other.id === id) !== i);
  const never = checks.filter(({ id, kind }) => !rubric.ids.has(id) && !rubric.kinds.has(kind));
  const zero = checks.filter((check) => !never.includes(check) && worth(rubric, check) === 0);
  return [
    ...[...rubric.ids.keys()].filter((id) => !known.has(id)).map((id) => `there is no check ${id}`),
    ...twice.map(({ id }) => `two checks are called ${id}`),
    ...never.map(({ id }) => `${id} is never counted`),
    ...zero.map(({ id }) => `${id} counts nothing`),
  ];
}
