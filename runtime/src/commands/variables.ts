/** Variables of a container, as `-e` and `--env-file` give them. */
import { readFileSync } from "node:fs";
import { UserError } from "../kernel/errors.ts";

/** The options, by commander's names. */
export interface VariableOptions {
  readonly env?: readonly string[];
  readonly envFile?: readonly string[];
}

/**
 * `NAME=value` for each; `-e` comes after files, so that it wins.
 *
 * @throws UserError for a file that cannot be read, and for a variable without a name
 */
export const variables = ({ env = [], envFile = [] }: VariableOptions): string[] => [
  ...envFile.flatMap(readEnvFile),
  ...env.flatMap(variable),
];

/** Lines of `NAME=value` or `NAME`. */
const readEnvFile = (path: string): string[] => readLines("--env-file", path).flatMap(variable);

/**
 * The lines of a file that an option names; `#` begins a remark.
 *
 * @throws UserError for a file that cannot be read
 */
export function readLines(option: string, path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${option} ${JSON.stringify(path)}: ${(error as Error).message}`);
  }
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  return lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

/** `NAME=value` as it is; `NAME` with the caller's value, or not at all when there is none. */
function variable(entry: string): string[] {
  const [name = ""] = entry.split("=", 1);
  if (name === "")
    throw new UserError(`--env ${JSON.stringify(entry)}: the name is missing (NAME=value)`);
  if (entry.includes("=")) return [entry];
  const value = process.env[name];
  return value === undefined ? [] : [`${name}=${value}`];
}
