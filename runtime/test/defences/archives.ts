/** What an image's archive may say. */
import { type Change, type Defence, inSource } from "./defence.ts";

const against = (attack: string, name: string, ...changes: Change[]): Defence => ({
  name,
  changes,
  suite: "image-hostile",
  attack,
});

const UP = inSource(
  "image/layer/names.ts",
  'if (part === "..") refuse',
  'if (part === "\\0") refuse',
);
const NO_LINKS = inSource(
  "image/layer/directories.ts",
  "O.PATH | O.DIRECTORY | O.NOFOLLOW | O.CLOEXEC",
  "O.PATH | O.DIRECTORY | O.CLOEXEC",
);

export const ARCHIVES: readonly Defence[] = [
  against("names that lead out", "no name has ..", UP),
  against(
    "names that lead out",
    "no name is absolute",
    inSource("image/layer/names.ts", 'name.startsWith("/") && found', 'name === "" && found'),
  ),
  against("a link, then something through it", "no link is followed", NO_LINKS),
  against(
    "a directory that was replaced by a link while it was open",
    "no link is followed",
    NO_LINKS,
  ),
  against("hard links out", "no target has ..", UP),
  against("hard links out", "no link is followed to a target", NO_LINKS),
  against(
    "whiteouts of what is no file",
    "a whiteout hides a file",
    inSource("image/layer/names.ts", 'if (hides === "" || hides', 'if (hides === "\\0" || hides'),
  ),
  against(
    "the root itself",
    "the root is a directory",
    inSource(
      "image/layer/writer.ts",
      'if (entry.kind !== "directory") refuse',
      "if (!entry) refuse",
    ),
  ),
  against(
    "overlay's own marks",
    "no layer has marks of overlay's",
    inSource(
      "image/layer/attributes.ts",
      "if (OVERLAYS_OWN.test(name)) refuse",
      "if (!name) refuse",
    ),
  ),
  against(
    "names that no file system keeps",
    "names are names",
    inSource(
      "image/tar/entry.ts",
      'if (name === "" || name.includes("\\0"))',
      "if (name === undefined)",
    ),
  ),
  against(
    "numbers that lie",
    "owners are owners",
    inSource(
      "image/tar/entry.ts",
      "if (!Number.isInteger(value) || value < 0 || value > LAST_ID) {",
      "if (!name) {",
    ),
  ),
  against(
    "sparse files that lie",
    "maps of holes are maps",
    inSource(
      "image/tar/sparse.ts",
      "if (!(extent.offset >= end && extent.size >= 0))",
      "if (!entry)",
    ),
  ),
  against(
    "archives that are damaged or cut off",
    "an archive has an end",
    inSource("image/tar/reader.ts", "if (!clean) throw", "if (clean === null) throw"),
  ),
  against(
    "a wrong digest, a wrong diff id",
    "a layer is what the image says",
    inSource("image/store/layers.ts", "promised !== undefined && diffId !== promised", "!diffId"),
  ),
  against(
    "a wrong digest, a wrong diff id",
    "a blob is what it is called",
    inSource("image/archive/oci.ts", "if (file.digest !== digest) throw", "if (!digest) throw"),
  ),
  against(
    "bombs",
    "names have an end",
    inSource("image/layer/budget.ts", "if (names > budget.names)", "if (names < 0)"),
  ),
  ...["bombs", "ten gigabytes of zeros in ten megabytes"].map((attack) =>
    against(
      attack,
      "bytes have an end",
      inSource("image/layer/budget.ts", "if (bytes > budget.bytes)", "if (bytes < 0)"),
    ),
  ),
];
