/**
 * Mistakes that people make in lesson 2. Those in functions of the learner's own come first; then
 * those in code that is given, without which no guard could be shown to guard anything.
 */
import { type Mutant, shownBy } from "../../checks/src/harness/mutant.ts";
import { given } from "./mutants/given.ts";
import { join } from "./mutants/join.ts";
import { contracted, v1, v2 } from "./mutants/settings.ts";
import { verdict } from "./mutants/verdict.ts";

/** A machine shows mistakes in its own version; the contract has those of both. */
export const mutants: readonly Mutant[] = [
  ...shownBy(1, v1),
  ...shownBy(2, v2),
  ...contracted,
  ...join,
  ...verdict,
  ...given,
];
