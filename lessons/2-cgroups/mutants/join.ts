/** Mistakes on the way into the groups. */
import { type Mutant, shownBy } from "../../../checks/src/harness/mutant.ts";
import { slipped } from "./reference.ts";

const JOIN = ["inside/cgroup.ts", "joinCgroup"] as const;
const NAMESPACE = "    unshare(CLONE.NEWCGROUP),\n";

/** Version 2: the process is born in its group, in a namespace whose root that is. */
const inV2: readonly Mutant[] = [
  {
    name: "does not let the process be born in its group",
    replaces: "container/resources.ts#inGroups",
    body: slipped("container/resources.ts", "inGroups", [
      "return { join: [], birthplace, held",
      "return { join: [], held",
    ]),
    check: "2.1",
    diagnosis: "not-joined",
  },
];

const first = slipped(...JOIN, [NAMESPACE, ""], ["return [\n", `return [\n${NAMESPACE}`]);
const onlyOne = slipped(...JOIN, ["files.flatMap", "files.slice(0, 1).flatMap"]);
const readOnly = slipped(...JOIN, ["open(file, O.WRONLY | O.CLOEXEC)", "open(file, O.RDONLY)"]);

const inV1: readonly Mutant[] = [
  {
    name: "makes the cgroup namespace before it has joined",
    replaces: "join",
    body: first,
    check: "2.1",
    diagnosis: "cgroup-namespace-too-early",
  },
  {
    name: "joins the first of its groups and takes it for all of them",
    replaces: "join",
    body: onlyOne,
    check: "2.1",
    diagnosis: "not-joined",
  },
  {
    name: "joins the group above its own",
    replaces: "join",
    body: slipped(...JOIN, ["open(file,", 'open(file.replace(/[^/]+\\/(?=\\w+$)/, ""),']),
    check: "2.1",
    diagnosis: "shared-group",
  },
  {
    name: "opens its groups' files only to read them",
    replaces: "join",
    body: readOnly,
    check: "2.1",
    diagnosis: "did-not-run",
  },
];

/** Those that this machine shows, and those that the contract shows on any. */
export const join: readonly Mutant[] = [
  ...shownBy(1, inV1),
  ...shownBy(2, inV2),
  {
    name: "makes the cgroup namespace first",
    replaces: "join",
    body: first,
    check: "2.16",
    diagnosis: "cgroup-namespace-too-early",
  },
  {
    name: "joins one group only",
    replaces: "join",
    body: onlyOne,
    check: "2.16",
    diagnosis: "not-joined",
  },
  {
    name: "keeps the cgroup namespace that clone(2) made",
    replaces: "join",
    body: slipped(...JOIN, [NAMESPACE, ""]),
    check: "2.16",
    diagnosis: "no-cgroup-namespace",
  },
  {
    name: "opens the groups' files for reading",
    replaces: "join",
    body: readOnly,
    check: "2.16",
    diagnosis: "not-for-writing",
  },
];
