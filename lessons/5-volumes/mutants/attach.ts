/** Mistakes in attachVolumes. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipped } from "./reference.ts";

const attached = (...edits: readonly (readonly [part: string, to: string])[]) =>
  slipped("inside/volumes.ts", "attachVolumes", ...edits);

const SORT = ".toSorted((a, b) => depth(a.target) - depth(b.target))";
const READ_ONLY = "...(readOnly ? [makeReadOnly(tree)] : []),";
const MOVE = 'move_mount(tree, "", AT_FDCWD, target, flags),';
const PRIVATE =
  'return [fchdir(tree), mount(null, ".", null, MS.REC | MS.PRIVATE, null), chdir("/")];';
const MKNOD = "mknod(target, 0o644, 0))";

/** `attach` */
export const attach: readonly Mutant[] = [
  {
    name: "expects every target to be there",
    replaces: "attach",
    body: attached(["...makeTarget(target, file),", "...makeTarget(target, file).slice(99),"]),
    check: "5.1",
    diagnosis: "no-target",
  },
  {
    name: "attaches in the order of the command line",
    replaces: "attach",
    body: attached([SORT, ".toSorted((a, b) => 0 * depth(a.target) * depth(b.target))"]),
    check: "5.2",
    diagnosis: "hidden",
  },
  {
    name: "makes a directory for a file too",
    replaces: "attach",
    body: attached([
      "if (!file) return makeDirectory(target);",
      "if (file !== undefined) return makeDirectory(target);",
    ]),
    check: "5.3",
    diagnosis: "file-as-directory",
  },
  {
    name: "makes an empty file out of the one that is there",
    replaces: "attach",
    body: attached([
      MKNOD,
      'keep("place", open(target, O.WRONLY | O.CREAT | O.TRUNC | O.CLOEXEC, 0o644)))',
    ]),
    imports: `import { open } from "../kernel/call.ts";
import { O } from "../kernel/flags.ts";`,
    check: "5.3",
    diagnosis: "image-changed",
  },
  {
    name: "goes into a file to make it private, as into a directory",
    replaces: "attach",
    body: attached(['propagation === "private" && !file', 'propagation === "private"']),
    check: "5.3",
    diagnosis: "file-entered",
  },
  {
    name: "makes the topmost mount read-only, and not those below",
    replaces: "attach",
    body: attached(["AT_EMPTY_PATH | AT_RECURSIVE", "AT_EMPTY_PATH"]),
    check: "5.5",
    diagnosis: "submount-writable",
  },
  {
    name: "remounts the whole file system read-only",
    replaces: "attach",
    body: attached(
      [READ_ONLY, ""],
      [
        MOVE,
        `${MOVE}
      ...(readOnly ? [mount(null, target, null, MS.REMOUNT | MS.RDONLY, null)] : []),
      ...(readOnly ? [mount(null, \`\${target}/below\`, null, MS.REMOUNT | MS.RDONLY, null)] : []),`,
      ],
    ),
    check: "5.5",
    diagnosis: "machine-read-only",
  },
  {
    name: "leaves every volume a slave of the machine's mounts",
    replaces: "attach",
    body: attached(['propagation === "private" && !file', 'propagation === "private" && !tree']),
    check: "5.6",
    diagnosis: "told-of-later",
  },
  {
    name: "makes every volume private, with rslave too",
    replaces: "attach",
    body: attached(['propagation === "private" && !file', "propagation && !file"]),
    check: "5.6",
    diagnosis: "slave-lost",
  },
  {
    name: "does not follow the image's own links",
    replaces: "attach",
    body: attached([" | MOVE_MOUNT.T_SYMLINKS", ""]),
    check: "5.9",
    diagnosis: "link-refused",
  },
  {
    name: "makes a volume private by a call that Linux has since 5.12 only",
    replaces: "attach",
    body: attached([
      PRIVATE,
      'return [mount_setattr(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, 0, MS.PRIVATE)];',
    ]),
    check: "5.16",
    diagnosis: "needs-newer-kernel",
  },
  {
    name: "stays in the volume that it has made private",
    replaces: "attach",
    body: attached([PRIVATE, PRIVATE.replace(', chdir("/")', "")]),
    check: "5.16",
    diagnosis: "left-elsewhere",
  },
];
