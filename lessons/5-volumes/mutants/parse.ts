/** Mistakes in parseVolumes. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipped } from "./reference.ts";

const parsed = (...edits: readonly (readonly [part: string, to: string])[]) =>
  slipped("container/volumes.ts", "parseVolumes", ...edits);

/** `parse` */
export const parse: readonly Mutant[] = [
  {
    name: "wants an absolute target, as docker does and the articles do not",
    replaces: "parse",
    body: parsed([
      'const path = posix.resolve("/", target);',
      `if (!target.startsWith("/")) throw refusal(word, "the target must be absolute");
    const path = posix.resolve("/", target);`,
    ]),
    check: "5.1",
    diagnosis: "relative-target",
  },
  {
    name: "takes the first -v only",
    replaces: "parse",
    body: parsed(["return words.map(parse);", "return words.slice(0, 1).map(parse);"]),
    check: "5.2",
    diagnosis: "only-one",
  },
  {
    name: "does not read the options",
    replaces: "parse",
    body: parsed(["...options.split", '..."".split']),
    check: "5.5",
    diagnosis: "writable",
  },
  {
    name: "passes over options that it does not know",
    replaces: "parse",
    body: parsed(["if (change) return change;", "if (change || option) return change ?? {};"]),
    check: "5.15",
    diagnosis: "accepted",
  },
  {
    name: "takes / for what it is only when it is written so",
    replaces: "parse",
    body: parsed(['if (path === "/")', 'if (target === "/")']),
    check: "5.15",
    diagnosis: "covers-root",
  },
  {
    name: "refuses a word without saying which",
    replaces: "parse",
    body: parsed(["return new UserError(", 'return new UserError(why && "invalid volume"); //']),
    check: "5.15",
    diagnosis: "refused-without-reason",
  },
  {
    name: "makes the source as soon as it has read it",
    replaces: "parse",
    body: parsed([
      'const parts = word.split(":");',
      `const parts = word.split(":");
    if (word.startsWith("/")) mkdirSync(parts[0] ?? "", { recursive: true });`,
    ]),
    imports: 'import { mkdirSync } from "node:fs";',
    check: "5.15",
    diagnosis: "made-anyway",
  },
];
