/** `--format` of commands that list: a line for each row, or a table of what is asked for. */
import { compileTemplate } from "./index.ts";

/**
 * The lines of a list. `json`: an object a line. `table TEMPLATE`: columns where the template has
 * tabs (`\t`), under their headings.
 *
 * @param headings of the fields, where they are not their names in capitals
 * @throws UserError
 */
export function formatList(
  format: string,
  rows: readonly object[],
  headings: Readonly<Record<string, string>> = {},
): string[] {
  if (format === "json") return rows.map((row) => JSON.stringify(row));
  const isTable = /^table\s/.test(format);
  const text = isTable ? format.replace(/^table\s+/, "") : format;
  const template = compileTemplate(text.replaceAll("\\t", "\t").replaceAll("\\n", "\n"));
  const lines = rows.map((row) => template(row));
  if (!isTable) return lines;
  const fields = [...text.matchAll(/\.(\w+)/g)].map(([, name = ""]) => name);
  const heading = template(
    Object.fromEntries(fields.map((name) => [name, headings[name] ?? name.toUpperCase()])),
  );
  return columns([heading, ...lines]);
}

function columns(lines: readonly string[]): string[] {
  const rows = lines.map((line) => line.split("\t"));
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd((widths[i] ?? 0) + 3)))
      .join(""),
  );
}
