/** The checks that a lesson has, without running any: their ids and kinds. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { listChecks } from "../harness/lesson.ts";
import type { CheckName } from "../harness/result.ts";

/**
 * All checks in a lesson's folder: those that ask the kernel, and those of its contract.
 *
 * @param kind of submission: a contract is for forks only
 */
export async function checkNames(
  directory: string,
  kind: "fork" | "program" = "fork",
): Promise<CheckName[]> {
  const contract = kind === "fork" ? await contractNames(directory) : [];
  return [...(await listChecks(directory)), ...contract];
}

/** Those of contract.ts, which are asked of our own sources only. */
async function contractNames(directory: string): Promise<CheckName[]> {
  const file = join(directory, "contract.ts");
  if (!existsSync(file)) return [];
  const { contract } = await import(pathToFileURL(file).href);
  const results: readonly CheckName[] = await contract(async () => ({}));
  return results.map(({ id, kind }) => ({ id, kind }));
}
