/** Mistakes in changesOf. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { type Slip, slipped } from "../../2-cgroups/mutants/reference.ts";

const slip = (...slips: readonly Slip[]) => slipped("image/changes.ts", "changesOf", ...slips);

export const changes: readonly Mutant[] = [
  {
    name: "takes a whiteout for a device that was added",
    replaces: "changes",
    body: slip(['    if (isWhiteout(stat)) return [{ kind: "D", path }];\n', ""]),
    check: "6.1",
    diagnosis: "whiteout-as-file",
  },
  {
    name: "looks at the top of the upper directory only",
    replaces: "changes",
    body: slip(["...below(path, opaque)]", "]"]),
    check: "6.1",
    diagnosis: "not-deep",
  },
  {
    name: "lists what is in a directory, and not the directory",
    replaces: "changes",
    body: slip(["return [{ kind, path, opaque }, ...below", "return [...below"]),
    check: "6.1",
    diagnosis: "directories-missing",
  },
  {
    name: "does not ask whether the image has the file",
    replaces: "changes",
    body: slip(['lower.has(path) ? "C" : "A"', '"A"']),
    check: "6.1",
    diagnosis: "all-added",
  },
  {
    name: "knows whiteouts, but no opaque directories",
    replaces: "changes",
    body: slip(["const opaque = isOpaque(pathIn(upper, path));", "const opaque = false;"]),
    check: "6.2",
    diagnosis: "opaque-unseen",
  },
  {
    name: "says of a file that was made anew that it was deleted, too",
    replaces: "changes",
    body: slip(
      [".filter((name) => !own.has(name))", ""],
      [
        'return own.has(name) ? changeAt(path) : [{ kind: "D", path, implied: true }];',
        `const deleted: Change[] = gone.includes(name) ? [{ kind: "D", path, implied: true }] : [];
        return [...deleted, ...(own.has(name) ? changeAt(path) : [])];`,
      ],
      ["[...own, ...gone].sort()", "[...new Set([...own, ...gone])].sort()"],
    ),
    check: "6.2",
    diagnosis: "deleted-and-there",
  },
  {
    name: "lists what an opaque directory has deleted before what is in it",
    replaces: "changes",
    body: slip(["[...own, ...gone].sort()", "[...gone.sort(), ...[...own].sort()]"]),
    check: "6.2",
    diagnosis: "other-order",
  },
  {
    name: "takes only what the image does not have",
    replaces: "changes",
    body: slip([
      "if (!stat.isDirectory()) return [{ kind, path }];",
      'if (!stat.isDirectory()) return kind === "A" ? [{ kind, path }] : [];',
    ]),
    check: "6.3",
    diagnosis: "changed-lost",
  },
  {
    name: "takes only what the image has",
    replaces: "changes",
    body: slip([
      "if (!stat.isDirectory()) return [{ kind, path }];",
      'if (!stat.isDirectory()) return kind === "C" ? [{ kind, path }] : [];',
    ]),
    check: "6.3",
    diagnosis: "added-lost",
  },
  {
    name: "takes every directory for an opaque one",
    replaces: "changes",
    body: slip(["const opaque = isOpaque(pathIn(upper, path));", "const opaque = true;"]),
    check: "6.3",
    diagnosis: "image-hidden",
  },
  {
    name: "walks the directory with opendir, and keeps its order",
    replaces: "changes",
    body: slip(
      [
        "const own = new Set(namesIn(upper, directory));",
        `const own = new Set<string>();
    const open = opendirSync(pathIn(upper, directory));
    for (let entry = open.readSync(); entry; entry = open.readSync()) own.add(entry.name);
    open.closeSync();`,
      ],
      ["[...own, ...gone].sort()", "[...own, ...gone]"],
    ),
    imports: 'import { opendirSync } from "node:fs";',
    check: "6.7",
    diagnosis: "not-reproducible",
  },
];
