/** `mydocker run` with a parser: help, mistakes, and what readPlain leaves to it. */
import { parseWith } from "./parse.ts";
import { run } from "./run.ts";
import { defineRun } from "./rundefinition.ts";
import { notSupported } from "./unsupported.ts";

/** As run's own. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(defineRun(), argv, (command) => run(command.opts(), command.args), notSupported);
