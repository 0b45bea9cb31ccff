/** Mistakes that people make in lesson 7, their own functions' first. */
import type { Mutant } from "../../checks/src/harness/mutant.ts";
import { addresses } from "./mutants/addresses.ts";
import { given } from "./mutants/given.ts";
import { links } from "./mutants/links.ts";
import { publish } from "./mutants/publish.ts";
import { rules } from "./mutants/rules.ts";

/** One sentence, one function, one check, one diagnosis. */
export const mutants: readonly Mutant[] = [...addresses, ...links, ...rules, ...publish, ...given];
