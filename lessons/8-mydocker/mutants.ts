/**
 * Mistakes that people make in lesson 8. Those in functions of the learner's own come first; then
 * those in code that is given, most of them those of the articles' programs.
 */
import type { Mutant } from "../../checks/src/harness/mutant.ts";
import { confined } from "./mutants/confined.ts";
import { exec } from "./mutants/exec.ts";
import { given } from "./mutants/given.ts";
import { state } from "./mutants/state.ts";
import { stop } from "./mutants/stop.ts";

/** One sentence, one function, one check, one diagnosis. */
export const mutants: readonly Mutant[] = [...state, ...stop, ...exec, ...confined, ...given];
