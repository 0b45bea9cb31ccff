/** Which checks an update has changed, and why. */
import { both, type Text } from "../../harness/text.ts";
import type { CheckPrints } from "./checkprints.ts";

/** A change that somebody has written down, in lessons/changes.ts. */
export interface Change {
  /** Ids of the checks. */
  readonly checks: readonly string[];
  readonly why: Text;
}

/** A check that is not what it was. */
export interface ChangedCheck {
  readonly id: string;
  readonly why: readonly Text[];
}

/** @param written the changes that were written down since */
export function changedChecks(
  before: CheckPrints,
  now: CheckPrints,
  written: readonly Change[],
): ChangedCheck[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return ids.flatMap((id): ChangedCheck[] => {
    const kind = kindOf(before[id], now[id]);
    const reasons = written.filter(({ checks }) => checks.includes(id)).map(({ why }) => why);
    return kind || reasons.length > 0 ? [{ id, why: [...(kind ? [kind] : []), ...reasons] }] : [];
  });
}

function kindOf(
  before: CheckPrints[string] | undefined,
  now: CheckPrints[string] | undefined,
): Text | undefined {
  if (!before) return both("new", "新增");
  if (!now) return both("gone", "已移除");
  if (before.code !== now.code) return both("asks something else", "检查的内容有变化");
  if (before.words !== now.words) return both("says it in other words", "措辞有变化");
  return undefined;
}
