/** The reference's own code, with a mistake put into it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../../checks/src/harness/places.ts";

/** A change: this text, which must be there, becomes that one. */
export type Slip = readonly [from: string, to: string];

/** The body of a function of the reference, with slips. */
export function slipped(file: string, name: string, ...slips: readonly Slip[]): string {
  const source = readFileSync(join(PROJECT, "runtime/src", file), "utf8");
  const [, body] =
    new RegExp(`function ${name}\\([^{]*?\\)(?::[^{]+)? \\{\\n(.*?)\\n\\}\\n`, "s").exec(source) ??
    [];
  if (body === undefined) throw new Error(`${file} has no function ${name}`);
  return slips.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${name} in ${file} has no ${from}`);
    return text.replace(from, to);
  }, body);
}
