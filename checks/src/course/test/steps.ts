/** The steps of `npm test` that are programs of their own: types, lint, the unit tests. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import { type Ended, node } from "./program.ts";

/** What came of a step. */
export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What is wrong or was skipped; empty when nothing is. */
  readonly problems: string;
}

/** One step. */
export interface Step {
  readonly name: string;
  run(): Promise<Outcome>;
}

/**
 * What counts of a step that failed beside others and was run again alone: the second run, for a
 * defect fails there too, while a machine that was slow for a moment does not. That it failed is told.
 */
export const secondOpinion = (first: Outcome, second: Outcome): Outcome =>
  second.failed > 0
    ? second
    : { ...second, problems: `PASSED ONLY WHEN RUN AGAIN ALONE; before:\n${first.problems}` };

const tool = (path: string) => join(PROJECT, "node_modules", path);

/** A tool that is satisfied or not. */
const whole = (name: string, args: readonly string[]): Step => ({
  name,
  run: async () => {
    const { ok, output } = await node(args);
    const [passed, failed] = ok ? [1, 0] : [0, 1];
    return { name, passed, failed, skipped: 0, problems: ok ? "" : output };
  },
});

/** TypeScript's own opinion. */
export const types = whole("types", [tool("typescript/bin/tsc"), "-p", PROJECT]);

/** biome: format and lint, where a warning counts. */
export const lint = whole("lint", [
  tool("@biomejs/biome/bin/biome"),
  "check",
  "--error-on-warnings",
  "--colors=off",
]);

const SUITES = ["native/test", "runtime/test", "runtime/test/attacks", "checks/test"];

/** A step for each uvu file. */
export const unitTests = (): Step[] =>
  SUITES.filter((directory) => existsSync(join(PROJECT, directory))).flatMap((directory) =>
    readdirSync(join(PROJECT, directory))
      .filter((name) => name.endsWith(".test.ts"))
      .sort()
      .map((name) => unitTest(join(directory, name))),
  );

/** A uvu file as a step. */
export function unitTest(file: string): Step {
  const run = async () => ({ name: file, ...count(await node(["--import", "tsx", file])) });
  return { name: file, run };
}

/** uvu ends with `Total: 9`, `Passed: 8`, `Skipped: 0`; a file that crashes does not get there. */
function count({ ok, output }: Ended): Omit<Outcome, "name"> {
  const number = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(output)?.[1] ?? 0);
  const [passed, skipped] = [number("Passed"), number("Skipped")];
  const failed = Math.max(number("Total") - passed - skipped, ok ? 0 : 1);
  return { passed, failed, skipped, problems: failed > 0 ? output : "" };
}
