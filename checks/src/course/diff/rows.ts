/** Two texts beside each other: what they have in common, and what only one of them has. */
import { diffComm } from "node-diff3";
import pc from "picocolors";
import { columns, padded } from "../../harness/wrap.ts";

/** Lines of both, or a place where they part. */
export type Part =
  | { readonly same: readonly string[] }
  | { readonly left: readonly string[]; readonly right: readonly string[] };

/** The parts of two texts, line by line. */
export function partsOf(left: string, right: string): Part[] {
  return diffComm(left.split("\n"), right.split("\n")).map((part) =>
    "common" in part
      ? { same: part.common }
      : { left: part.buffer1 ?? [], right: part.buffer2 ?? [] },
  );
}

/** How many columns a line of code wants before two of them stand side by side. */
const BESIDE = 2 * 72 + 3;

/** Two texts as lines for a terminal: side by side where it is wide, else one below the other. */
export function diffRows(left: string, right: string, width: number): string[] {
  const parts = partsOf(left, right);
  return width >= BESIDE ? beside(parts, Math.floor((width - 3) / 2)) : below(parts);
}

const below = (parts: readonly Part[]): string[] =>
  parts.flatMap((part) =>
    "same" in part
      ? part.same.map((line) => `  ${line}`.trimEnd())
      : [
          ...part.left.map((line) => pc.red(`- ${line}`)),
          ...part.right.map((line) => pc.green(`+ ${line}`)),
        ],
  );

function beside(parts: readonly Part[], half: number): string[] {
  const row = (left: string, sign: string, right: string) =>
    `${padded(cut(left, half), half)} ${sign} ${right}`.trimEnd();
  return parts.flatMap((part) => {
    if ("same" in part) return part.same.map((line) => row(line, " ", line));
    const height = Math.max(part.left.length, part.right.length);
    return Array.from({ length: height }, (_, i) =>
      row(part.left[i] ?? "", "|", part.right[i] ?? ""),
    );
  });
}

const cut = (line: string, width: number) =>
  columns(line) <= width ? line : `${line.slice(0, width - 1)}…`;
