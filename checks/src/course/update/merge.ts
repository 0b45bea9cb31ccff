/** Three-way merge of one file: the learner's changes and the course's, of what both began with. */
import { diff3Merge } from "node-diff3";

/** A merged text. */
export interface Merged {
  readonly text: string;
  /** Places where both changed the same lines: both are in the text, between markers. */
  readonly conflicts: number;
}

/** What begins a place that somebody has to decide, as git writes it. */
export const MARKER = "<<<<<<< ";

/** Whether a text has places that nobody has decided yet. */
export const isUndecided = (text: string): boolean =>
  text.split("\n").some((line) => line.startsWith(MARKER));

/**
 * Merges line by line. No line that the learner has added or changed is missing from the result.
 *
 * @param theirs the course's text of now
 */
export function mergeTexts(mine: string, base: string, theirs: string): Merged {
  const windows = mine.includes("\r\n"); // an editor's choice for the whole file, and no change
  const lines = (text: string) => text.replaceAll("\r\n", "\n").split("\n");
  const regions = diff3Merge(lines(mine), lines(base), lines(theirs), {
    excludeFalseConflicts: true,
  });
  const merged = regions.flatMap(({ ok, conflict }) =>
    conflict
      ? [`${MARKER}yours`, ...conflict.a, "=======", ...conflict.b, ">>>>>>> the course's"]
      : (ok ?? []),
  );
  const conflicts = regions.filter(({ conflict }) => conflict).length;
  return { text: merged.join(windows ? "\r\n" : "\n"), conflicts };
}
