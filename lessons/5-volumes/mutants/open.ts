/** Mistakes in openVolumes. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";

/** `open` */
export const open: readonly Mutant[] = [
  {
    name: "opens the directory without making a copy of its mount",
    replaces: "open",
    body: `return volumes.map(({ source }, i) =>
      keep(\`volume\${i}\`, open_tree(AT_FDCWD, source, OPEN_TREE.CLOEXEC)));`,
    check: "5.1",
    diagnosis: "not-cloned",
  },
  {
    name: "keeps all volumes in one slot",
    replaces: "open",
    body: `const flags = OPEN_TREE.CLONE | OPEN_TREE.CLOEXEC | AT_RECURSIVE;
    return volumes.map(({ source }) => keep("volume0", open_tree(AT_FDCWD, source, flags)));`,
    check: "5.2",
    diagnosis: "several-fail",
  },
  {
    name: "copies the topmost mount only",
    replaces: "open",
    body: `const flags = OPEN_TREE.CLONE | OPEN_TREE.CLOEXEC;
    return volumes.map(({ source }, i) => keep(\`volume\${i}\`, open_tree(AT_FDCWD, source, flags)));`,
    check: "5.6",
    diagnosis: "not-recursive",
  },
];
