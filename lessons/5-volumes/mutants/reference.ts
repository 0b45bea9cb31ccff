/** Mistakes as slips in the reference. */
import { readFileSync } from "node:fs";

/** The body of a function of the reference, with a part of it changed. */
export function slipped(
  file: string,
  name: string,
  ...edits: readonly (readonly [part: string, to: string])[]
): string {
  const source = readFileSync(new URL(`../../../runtime/src/${file}`, import.meta.url), "utf8");
  const body = new RegExp(
    `^(?:export )?(?:async )?function ${name}\\b.*?\\{\\n(.*?)^\\}$`,
    "ms",
  ).exec(source)?.[1];
  return edits.reduce((text, [part, to]) => {
    if (!text.includes(part)) throw new Error(`${name} in ${file} has no ${part}`);
    return text.replace(part, to);
  }, body ?? "");
}
