/** Mistakes in code that is given, most of them those of the articles' programs. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipped } from "./reference.ts";

/**
 * A program that mounts volumes on the machine, at a place of its own, and cleans up when it ends.
 *
 * @param place an expression for the place
 * @param before statements before the mount
 * @param cleanup statements at the end; without any, the mount stays
 */
const onMachine = (place: string, cleanup: string, before = "") => ({
  replaces: "container/findvolumes.ts#findVolumes",
  body: `const run = (...words: string[]) => spawnSync(words[0] ?? "", words.slice(1)).status === 0;
    const volumes = requests.map(({ source = "", target, readOnly, propagation }, i) => {
      const place = ${place};
      ${before}
      mkdirSync(place, { recursive: true });
      if (!preview) run("mount", "--bind", source, place);
      process.on("exit", () => {
        ${cleanup}
      });
      return { ...pathSource(source, "make"), source: place, target, readOnly, propagation };
    });
    return { volumes, named: [] };`,
  imports: `import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmdirSync } from "node:fs";`,
});

const PLACES = "/run/mydocker-checks/places"; // nothing of it stays on the machine
const OWN = `"${PLACES}/" + process.pid + i`;
const DELETE = 'run("rm", "-rf", place);'; // as Go's os.RemoveAll: node's own stops at a mount

/** Makes targets from outside, by their path on the machine. */
const outside = (make: string) => ({
  replaces: "container/start.ts#fillVolumes",
  body: `const { root = "" } = spec;
    init.catchUp();
    for (const { target, file } of spec.volumes) {
      const path = join(root, file ? dirname(target) : target);
      ${make}
    }`,
  imports: `import { spawnSync } from "node:child_process";
import { mkdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";`,
});

/** Whatever mydocker does around the learner's functions. */
export const given: readonly Mutant[] = [
  {
    name: "copies the directory in, and never back",
    replaces: "container/findvolumes.ts#findVolumes",
    body: `const volumes = requests.map(({ source = "", target, readOnly, propagation }) => {
      const place = mkdtempSync("/tmp/mydocker-copy-");
      cpSync(source, place, { recursive: true });
      if (!preview) process.on("exit", () => rmSync(place, { recursive: true, force: true }));
      return { source: place, file: false, target, readOnly, propagation };
    });
    return { volumes, named: [] };`,
    imports: 'import { cpSync, mkdtempSync, rmSync } from "node:fs";',
    check: "5.1",
    diagnosis: "copied",
  },
  {
    name: "does not make a directory that is missing",
    replaces: "host/volumes.ts#makeDirectory",
    body: "",
    check: "5.4",
    diagnosis: "not-made",
  },
  {
    name: "removes the directory again that it made",
    replaces: "host/volumes.ts#makeDirectory",
    body: `mkdirSync(path, { recursive: true });
      process.on("exit", () => rmSync(path, { recursive: true, force: true }));`,
    imports: 'import { rmSync } from "node:fs";',
    check: "5.4",
    diagnosis: "data-lost",
  },
  {
    name: "mounts volumes on the machine, and unmounts them properly",
    ...onMachine(OWN, `run("umount", place); rmdirSync(place);`),
    check: "5.7",
    diagnosis: "mounted-on-machine",
  },
  {
    name: "leaves a new volume empty",
    replaces: "host/fillvolume.ts#fillVolume",
    body: "",
    check: "5.8",
    diagnosis: "not-filled",
  },
  {
    name: "fills a volume as root's, whoever owned the files",
    replaces: "host/fillvolume.ts#fillVolume",
    body: slipped("host/fillvolume.ts", "fillVolume", ['"-ax"', '"-rx"']),
    check: "5.8",
    diagnosis: "fill-owner",
  },
  {
    name: "fills a volume each time",
    replaces: "host/fillvolume.ts#fillVolume",
    body: slipped("host/fillvolume.ts", "fillVolume", [
      "readdirSync(data).length > 0",
      "readdirSync(data).length > 99",
    ]),
    check: "5.8",
    diagnosis: "filled-again",
  },
  {
    name: "removes a volume whoever uses it",
    replaces: "host/namedvolumes.ts#isHeld",
    body: 'return name === "";',
    check: "5.8",
    diagnosis: "removed-in-use",
  },
  {
    name: "never lets go of a volume",
    replaces: "container/volumeuse.ts#volumeUsers",
    body: 'return new Map(containers.length >= 0 ? [["data", "container data"]] : []);',
    check: "5.8",
    diagnosis: "not-removed",
  },
  {
    name: "takes volumes with a name along with --rm",
    replaces: "container/volumeuse.ts#removeAnonymous",
    body: `for (const { name } of volumes) {
      releaseVolume(name);
      removeVolume(name, () => undefined);
    }`,
    check: "5.8",
    diagnosis: "data-lost",
  },
  {
    name: "makes targets from outside, by their path on the machine",
    ...outside("mkdirSync(path, { recursive: true });"),
    check: "5.9",
    diagnosis: "made-on-machine",
  },
  {
    name: "looks whether a link leads out, and then makes the target from outside",
    ...outside(`if (!realpathSync(join(root, "swap")).startsWith(root)) throw new Error("a link");
      spawnSync("mkdir", ["-p", path]);`),
    check: "5.10",
    diagnosis: "made-on-machine",
  },
  {
    name: "deletes its mount point although unmounting failed",
    ...onMachine(OWN, `run("umount", place); ${DELETE}`),
    check: "5.11",
    diagnosis: "data-lost",
  },
  {
    name: "tidies up what a killed one left, without asking what is mounted there",
    ...onMachine(
      OWN,
      'if (run("umount", place)) rmdirSync(place);',
      `run("rm", "-rf", "${PLACES}");`,
    ),
    check: "5.12",
    diagnosis: "data-lost",
  },
  {
    name: "unmounts what it finds by the directory's name, and deletes its mount point",
    ...onMachine(OWN, `if (existsSync(\`\${source}/deep\`)) run("umount", place); ${DELETE}`),
    check: "5.13",
    diagnosis: "data-lost",
  },
  {
    name: "has one mount point for all containers that have the volume",
    ...onMachine(`"${PLACES}/" + source.replaceAll("/", "-")`, `run("umount", place); ${DELETE}`),
    check: "5.14",
    diagnosis: "data-lost",
  },
];
