/** Mistakes in whiteoutNames. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";

const OPAQUE = 'if (opaque) return [join(path, ".wh..wh..opq")];';
const NONE = 'if (kind !== "D" || implied) return [];';
const DELETED = `return [join(dirname(path), \`.wh.\${basename(path)}\`)];`;

export const whiteouts: readonly Mutant[] = [
  {
    name: "says nothing of what was deleted",
    replaces: "whiteouts",
    body: `${OPAQUE}\nreturn [];`,
    check: "6.4",
    diagnosis: "no-whiteout",
  },
  {
    name: "puts all whiteouts into the root",
    replaces: "whiteouts",
    body: `${OPAQUE}\n${NONE}\nreturn [\`/.wh.\${basename(path)}\`];`,
    check: "6.4",
    diagnosis: "whiteout-misplaced",
  },
  {
    name: "puts an empty file in the place of a deleted one",
    replaces: "whiteouts",
    body: `${OPAQUE}\n${NONE}\nreturn [path];`,
    check: "6.4",
    diagnosis: "empty-instead",
  },
  {
    name: "makes the directory opaque in which something was deleted",
    replaces: "whiteouts",
    body: `${OPAQUE}\n${NONE}\nreturn [join(dirname(path), ".wh..wh..opq")];`,
    check: "6.4",
    diagnosis: "too-much-deleted",
  },
  {
    name: "forgets opaque directories",
    replaces: "whiteouts",
    body: `${NONE}\n${DELETED}`,
    check: "6.5",
    diagnosis: "shows-through",
  },
  {
    name: "puts the opaque mark beside the directory instead of into it",
    replaces: "whiteouts",
    body: `if (opaque) return [join(dirname(path), ".wh..wh..opq")];\n${NONE}\n${DELETED}`,
    check: "6.5",
    diagnosis: "hides-too-much",
  },
  {
    name: "gives whiteouts also to what its opaque directory has deleted",
    replaces: "whiteouts",
    body: `${OPAQUE}\nif (kind !== "D") return [];\n${DELETED}`,
    check: "6.6",
    diagnosis: "needless-whiteouts",
  },
];
