/** Mistakes in what confines a container. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipsIn } from "../../7-network/mutants/slips.ts";

const capabilities = slipsIn("inside/capabilities.ts", "limitCapabilities");
const KEPT = "!kept.includes(number)";
const ALL = "{ length: last + 1 }";

const files = slipsIn("inside/masks.ts", "maskFiles");
const directories = slipsIn("inside/masks.ts", "maskDirectories");
const readOnly = slipsIn("inside/masks.ts", "protect");

export const confined: readonly Mutant[] = [
  {
    name: "drops what should stay",
    replaces: "capabilities",
    body: capabilities([KEPT, "kept.includes(number)"]),
    check: "8.13",
    diagnosis: "inverted",
  },
  {
    name: "drops everything",
    replaces: "capabilities",
    body: capabilities([KEPT, "number >= 0 || kept.includes(number)"]),
    check: "8.13",
    diagnosis: "none-left",
  },
  {
    name: "takes number 0, CAP_CHOWN, for nothing found",
    replaces: "capabilities",
    body: capabilities([KEPT, "!kept.find((one) => one === number)"]),
    check: "8.13",
    diagnosis: "too-few",
  },
  {
    name: "counts to the last, and not including it",
    replaces: "capabilities",
    body: capabilities([ALL, "{ length: last }"]),
    check: "8.13",
    diagnosis: "one-forgotten",
  },
  {
    name: "counts one beyond the last",
    replaces: "capabilities",
    body: capabilities([ALL, "{ length: last + 2 }"]),
    check: "8.13",
    diagnosis: "did-not-run",
  },
  {
    name: "takes a set of capabilities for 32 bits",
    replaces: "capabilities",
    body: capabilities([ALL, "{ length: Math.min(last + 1, 32) }"]),
    check: "8.13",
    diagnosis: "some-too-many",
  },
  {
    name: "asks for the strict mode and gives it a filter",
    replaces: "seccomp",
    body: "return [seccomp(SECCOMP.SET_MODE_STRICT, 0, filter)];",
    check: "8.14",
    diagnosis: "did-not-run",
  },
  {
    name: "masks the first file, and the others with nothing",
    replaces: "files",
    body: files([
      "...others.map((name) => tolerate([ERRNO.ENOENT], mount(first, name, null, MS.BIND, null))),",
      "...others.slice(others.length).map((name) => mount(first, name, null, MS.BIND, null)),",
    ]),
    check: "8.15",
    diagnosis: "some-files-open",
  },
  {
    name: "binds the files over the mask, not the mask over the files",
    replaces: "files",
    body: files(["mount(first, name,", "mount(name, first,"]),
    check: "8.15",
    diagnosis: "bound-backwards",
  },
  {
    name: "expects every file on every machine",
    replaces: "files",
    body: files([
      "tolerate([ERRNO.ENOENT], mount(first, name, null, MS.BIND, null))",
      "mount(first, name, null, MS.BIND, null)",
    ]),
    check: "8.15",
    diagnosis: "did-not-run",
  },
  {
    name: "binds each directory on itself, which hides nothing",
    replaces: "directories",
    body: directories([
      'mount("tmpfs", name, "tmpfs", flags, null)',
      "mount(name, name, null, MS.BIND | flags, null)",
    ]),
    check: "8.16",
    diagnosis: "directories-open",
  },
  {
    name: "hides a directory behind one in which everybody can write",
    replaces: "directories",
    body: directories(["UNSAFE | MS.RDONLY", "UNSAFE"]),
    check: "8.16",
    diagnosis: "directories-writable",
  },
  {
    name: "hides a directory behind the null device",
    replaces: "directories",
    body: 'return names.map((name) => tolerate([ERRNO.ENOENT], mount("/dev/null", name, null, MS.BIND, null)));',
    check: "8.16",
    diagnosis: "did-not-run",
  },
  {
    name: "asks for read-only when it binds, where the flag is ignored",
    replaces: "readonly",
    body: `return names.map((name) =>
      tolerate([ERRNO.ENOENT], mount(name, name, null, MS.BIND | MS.REC | MS.RDONLY, null)),
    );`,
    check: "8.17",
    diagnosis: "bound-not-read-only",
  },
  {
    name: "remounts without MS_BIND, and so the whole file system",
    replaces: "readonly",
    body: readOnly(["MS.REMOUNT | MS.BIND |", "MS.REMOUNT |"]),
    check: "8.17",
    diagnosis: "all-read-only",
  },
  {
    name: "sets read-only alone, and takes the other flags away by that",
    replaces: "readonly",
    body: readOnly(["MS.RDONLY | UNSAFE", "MS.RDONLY"]),
    check: "8.17",
    diagnosis: "flags-lost",
  },
  {
    name: "masks what is only to be protected",
    replaces: "readonly",
    body: `const flags = UNSAFE | MS.RDONLY;
      const either = [ERRNO.ENOENT, ERRNO.ENOTDIR];
      return names.map((name) => tolerate(either, mount("tmpfs", name, "tmpfs", flags, null)));`,
    check: "8.17",
    diagnosis: "hidden-not-protected",
  },
];
