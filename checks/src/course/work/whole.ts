/** Files that a crash leaves old or new, and never half. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { MachineProblem } from "../../harness/machine.ts";
import { both } from "../../harness/text.ts";

/** Writes a file by way of a temporary one beside it; makes its directory. */
export function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.new`;
  const fd = openSync(temporary, "w");
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
}

/**
 * Reads a JSON file that the course keeps in a fork.
 *
 * @returns nothing when there is none
 * @throws MachineProblem when it is no JSON, as after a merge of branches in the fork
 */
export function readKept<T>(path: string): Partial<T> {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    if (!(error instanceof SyntaxError)) throw error;
    throw new MachineProblem(
      both(
        `${path} is no JSON any more: take it from your last commit, or remove it`,
        `${path} 已经不是 JSON：请从上次提交中恢复，或者删除它`,
      ),
    );
  }
}
