/** Mistakes that people make in lesson 5, their own functions' first. */
import type { Mutant } from "../../checks/src/harness/mutant.ts";
import { attach } from "./mutants/attach.ts";
import { given } from "./mutants/given.ts";
import { open } from "./mutants/open.ts";
import { parse } from "./mutants/parse.ts";

/** One sentence, one function, one check, one diagnosis. */
export const mutants: readonly Mutant[] = [...parse, ...open, ...attach, ...given];
