/** What an update does to each file of the learner's copy: a decision about texts alone. */
import type { Sources } from "../generator/sources.ts";
import { isUndecided, mergeTexts } from "./merge.ts";
import { movesOf, withoutFunctions } from "./moves.ts";

/**
 * How a file fares:
 *
 * - `new`: the course has it now, and the learner had not;
 * - `taken`: the learner had not touched it;
 * - `merged`: both had changed it, in different places;
 * - `conflict`: both had changed the same lines, and both versions are in it, between markers;
 * - `gone`: the course gives it out no longer; the learner's is kept aside;
 * - `undecided`: markers of an update before are still in it, so nothing is done.
 */
export type Fate = "new" | "taken" | "merged" | "conflict" | "gone" | "undecided";

/** One file. */
export interface FileUpdate {
  readonly file: string;
  readonly fate: Fate;
  /** What is to be in it; undefined where it goes, or stays as it is. */
  readonly text?: string;
  /** Whether the learner had written something there, so that a copy is to be kept. */
  readonly touched: boolean;
  /** Functions of the learner's that came here from other files. */
  readonly arrived: readonly string[];
}

/**
 * @param mine the learner's files
 * @param base what they began with
 * @param theirs what the course would give out now
 */
export function planUpdate(mine: Sources, base: Sources, theirs: Sources): FileUpdate[] {
  const moves = movesOf(mine, base, theirs);
  const files = [...new Set([...base.keys(), ...theirs.keys()])].sort();
  return files.flatMap((file): FileUpdate[] => {
    const [own, before, now] = [mine.get(file), base.get(file), theirs.get(file)];
    const touched = own !== undefined && own !== before;
    const arrived = moves.filter(({ to }) => to === file);
    if (own !== undefined && isUndecided(own)) {
      return [{ file, fate: "undecided", touched, arrived: [] }];
    }
    if (now === undefined)
      return own === undefined ? [] : [{ file, fate: "gone", touched, arrived: [] }];
    const left = moves.filter(({ from }) => from === file).map(({ slug }) => slug);
    const update = updateOf(own && withoutFunctions(own, before ?? "", left), before, now);
    if (!update && arrived.length === 0) return [];
    let text = update?.text ?? own ?? now;
    for (const { instead, code } of arrived) text = text.replace(instead, () => code);
    const fate = isUndecided(text) ? "conflict" : (update?.fate ?? "merged");
    return [{ file, fate, text, touched, arrived: arrived.map(({ slug }) => slug) }];
  });
}

function updateOf(
  own: string | undefined,
  before: string | undefined,
  now: string,
): { fate: Fate; text: string } | undefined {
  if (own === undefined) return { fate: "new", text: now };
  if (own === now || before === now) return undefined;
  if (own === before) return { fate: "taken", text: now };
  // A file of the learner's own, where the course now has one too: nothing is common to both.
  const { text, conflicts } = mergeTexts(own, before ?? "", now);
  return { fate: conflicts > 0 ? "conflict" : "merged", text };
}
