/**
 * Mistakes that people make in lesson 6. Those in functions of the learner's own come first; then
 * those in code that is given, without which no guard could be shown to guard anything.
 */
import type { Mutant } from "../../checks/src/harness/mutant.ts";
import { changes } from "./mutants/changes.ts";
import { given } from "./mutants/given.ts";
import { whiteouts } from "./mutants/whiteouts.ts";

/** One sentence, one function, one check, one diagnosis. */
export const mutants: readonly Mutant[] = [...changes, ...whiteouts, ...given];
