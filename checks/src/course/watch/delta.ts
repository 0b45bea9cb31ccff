/** What is new in a run, when the one before it has been shown already. */

import type { LessonTexts } from "../../harness/lessontexts.ts";
import { type ReportStyle, report } from "../../harness/report.ts";
import type { Result } from "../../harness/result.ts";

/** Shows one run after the other. */
export interface Delta {
  /** A run begins. */
  begin(): void;
  /** The lines for a result; none when it is as it was. */
  lines(result: Result, style: ReportStyle): string[];
  /** The first check of the run so far that failed. */
  failed(): string | undefined;
  /** Whether anything of this run was new. */
  isNew(): boolean;
  /** Whether a text under some name differs from the one before it. */
  differs(name: string, text: string): boolean;
}

/** @param lesson the lesson's folder */
export function openDelta(texts: LessonTexts, lesson: string): Delta {
  const before = new Map<string, string>();
  const said = new Map<string, string>();
  let first: string | undefined;
  let told: string | undefined; // the failure that was told in full
  let fresh = false;
  return {
    begin() {
      first = undefined;
      fresh = false;
    },
    lines(result, style) {
      const failed = result.outcome === "failed";
      const isFirst = failed && first === undefined;
      if (isFirst) first = result.id;
      const known = before.get(result.id) === essence(result);
      before.set(result.id, essence(result));
      const inFull = isFirst && (!known || told !== result.id);
      if (isFirst) told = result.id;
      if (known && !inFull) return [];
      fresh = true;
      const lines = report(result, texts, lesson, style);
      return failed && !inFull ? lines.slice(0, 1) : lines;
    },
    failed: () => first,
    isNew: () => fresh,
    differs(name, text) {
      const same = said.get(name) === text;
      said.set(name, text);
      fresh ||= !same;
      return !same;
    },
  };
}

/** Without what differs from run to run: pids, tokens, addresses. */
const essence = ({ outcome, diagnosis, observed }: Result): string =>
  JSON.stringify([outcome, diagnosis, observed?.en]).replace(/token-\w+|\d+/g, "#");
