/** Mistakes in code that is given. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipped } from "../../2-cgroups/mutants/reference.ts";

export const given: readonly Mutant[] = [
  {
    name: "archives the whole tree, as tar does",
    replaces: "image/layer/write.ts#packChanges",
    body: `const { lowerTree } = await import("../lower.ts");
      const { readdirSync, readlinkSync } = await import("node:fs");
      const links = join(upper, "../lower");
      const layers = readdirSync(links).map((name) => readlinkSync(join(links, name)));
      const tree = lowerTree([upper, ...layers.toReversed()]);
      const below = (directory: string): void => {
        for (const name of tree.children(directory || "/")) {
          const path = \`\${directory}/\${name}\`;
          packer.add(tree.layerOf(path) ?? upper, path);
          below(path);
        }
      };
      below("");
      for (const change of changes) {
        for (const name of whiteoutNames(change)) packer.addMark(name);
      }
      packer.finish();`,
    imports: 'import { join } from "node:path";',
    check: "6.6",
    diagnosis: "whole-tree",
  },
  {
    name: "ignores --change",
    replaces: "image/commit.ts#configure",
    body: "return { ...base, config: { ...base.config, ...config } };",
    check: "6.8",
    diagnosis: "changes-ignored",
  },
  {
    name: "forgets with which variables the container was run",
    replaces: "image/commit.ts#configure",
    body: "return { ...base, config: applyInstructions({ ...base.config }, instructions) };",
    check: "6.8",
    diagnosis: "env-lost",
  },
  {
    name: "forgets who made the image, and why",
    replaces: "image/commit.ts#withLayer",
    body: slipped(
      "image/commit.ts",
      "withLayer",
      ["author === undefined ? {} : { author }", "{}"],
      ["message === undefined ? {} : { comment: message }", "{}"],
    ),
    check: "6.8",
    diagnosis: "not-signed",
  },
  {
    name: "takes the latest of several containers",
    replaces: "commands/commit.ts#whatOf",
    body: `const [first = "", second] = words;
      if (second !== undefined) return { record: find(first), name: second };
      const [record] = list();
      if (!record) throw new UserError("there is no container");
      return { record, name: first };`,
    check: "6.9",
    diagnosis: "guesses",
  },
  {
    name: "wants a container and an image, always",
    replaces: "commands/commit.ts#whatOf",
    body: `const [first = "", second] = words;
      if (second === undefined) return { record: find(first) };
      return { record: find(first), name: second };`,
    check: "6.9",
    diagnosis: "short-form",
  },
  {
    name: "writes the container's own files into /etc instead of mounting them",
    replaces: "etc",
    body: `return Object.entries(files).flatMap(([name, text]) => [
      keep("file", open(\`/etc/\${name}\`, O.WRONLY | O.CREAT | O.TRUNC | O.CLOEXEC, 0o644)),
      write(slot("file"), text),
      close(slot("file")),
    ]);`,
    check: "6.10",
    diagnosis: "etc-in-image",
  },
  {
    name: "writes each name of a file as a file of its own",
    replaces: "image/layer/packer.ts#openPacker",
    body: slipped("image/layer/packer.ts", "openPacker", [
      "stat.isDirectory() || stat.nlink < 2 ? undefined",
      "stat.isDirectory() || stat.nlink > 1 ? undefined",
    ]),
    check: "6.11",
    diagnosis: "links-split",
  },
  {
    name: "keeps nine bits of the mode, and loses setuid",
    replaces: "image/layer/describe.ts#describe",
    body: slipped("image/layer/describe.ts", "describe", ["0o7777", "0o777"]),
    check: "6.11",
    diagnosis: "mode-lost",
  },
  {
    name: "gives all files to root",
    replaces: "image/layer/describe.ts#describe",
    body: slipped(
      "image/layer/describe.ts",
      "describe",
      ["uid: stat.uid", "uid: 0"],
      ["gid: stat.gid", "gid: 0"],
    ),
    check: "6.11",
    diagnosis: "owner-lost",
  },
  {
    name: "gives up at a socket",
    replaces: "image/layer/packer.ts#openPacker",
    body: slipped("image/layer/packer.ts", "openPacker", [
      "if (stat.isSocket()) remark(path, ",
      "if (stat.isSocket()) throw new Error(",
    ]),
    check: "6.12",
    diagnosis: "commit-refused",
  },
  {
    name: "leaves sockets out and says nothing",
    replaces: "image/layer/packer.ts#openPacker",
    body: slipped("image/layer/packer.ts", "openPacker", [
      "if (stat.isSocket()) remark(path, ",
      "if (stat.isSocket()) shown(",
    ]),
    check: "6.12",
    diagnosis: "not-said",
  },
  {
    name: "reads while the container writes",
    replaces: "container/pause.ts#whilePaused",
    body: "return action();",
    check: "6.13",
    diagnosis: "not-paused",
  },
  {
    name: "never lets the container go on",
    replaces: "container/pause.ts#whilePaused",
    body: `const hierarchy = findHierarchy();
      if (hierarchy) await freeze(hierarchy, record.id);
      return action();`,
    check: "6.13",
    diagnosis: "left-standing",
  },
  {
    name: "exports the container's own layer only",
    replaces: "container/changes.ts#layersOf",
    body: "return [upperOf(record)];",
    check: "6.14",
    diagnosis: "only-changes",
  },
  {
    name: "exports the layers in the wrong order",
    replaces: "container/changes.ts#layersOf",
    body: "return [...record.layers.toReversed(), upperOf(record)];",
    check: "6.14",
    diagnosis: "deleted-is-there",
  },
];
