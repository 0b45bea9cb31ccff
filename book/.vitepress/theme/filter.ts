/** What the reader's words leave of the commands. */
import type { CommandRow } from "../../src/commands.ts";

/**
 * Commands in which every word is found. Where the command's own line has them all it keeps its
 * options; else only those options that have the words which its line lacks.
 */
export function matching(rows: readonly CommandRow[], typed: string): CommandRow[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.flatMap((row) => {
    const line = [...row.names, row.usage, row.what].join("\n").toLowerCase();
    const missing = words.filter((word) => !line.includes(word));
    const options = row.options.filter(({ flags, what }) => {
      const text = `${flags}\n${what}`.toLowerCase();
      return missing.every((word) => text.includes(word));
    });
    return missing.length === 0 || options.length > 0 ? [{ ...row, options }] : [];
  });
}
