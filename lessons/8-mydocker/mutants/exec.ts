/** Mistakes in enterContainer. */
import { type Mutant, shownBy } from "../../../checks/src/harness/mutant.ts";
import { slipsIn } from "../../7-network/mutants/slips.ts";

const slip = slipsIn("inside/enter.ts", "enterContainer");

const GROUPS = "...groups.flatMap((file) => [";
const GROUP = `...groups.flatMap((file) => [
      keep("group", open(file, O.WRONLY | O.CLOEXEC)),
      write(slot("group"), "0"),
      close(slot("group")),
    ]),`;
const JOIN = "...namespaces.flatMap((name) => [";
const JOINS =
  "...namespaces.flatMap((name) => [setns(slot(name), NAMESPACES[name]), close(slot(name))]),";

/** In version 2 a process is born in its group, and there is nothing to join. */
const groups = shownBy(1, [
  {
    name: "goes into the namespaces, but not into the groups",
    replaces: "exec",
    body: slip([`${GROUP}\n`, "...groups.slice(groups.length).map(() => chdir('/')),\n"]),
    imports: 'import { chdir } from "../kernel/call.ts";',
    check: "8.8",
    diagnosis: "not-in-group",
  },
  {
    name: "joins the first of the groups only",
    replaces: "exec",
    body: slip([GROUPS, "...groups.slice(0, 1).flatMap((file) => ["]),
    check: "8.8",
    diagnosis: "some-groups-missing",
  },
  {
    name: "looks for the groups when it is in the container already",
    replaces: "exec",
    body: slip([`${GROUP}\n`, ""], [JOINS, `${JOINS}\n${GROUP}`]),
    check: "8.8",
    diagnosis: "exec-refused",
  },
]);

export const exec: readonly Mutant[] = [
  {
    name: "joins no namespace",
    replaces: "exec",
    body: slip([JOINS, "...namespaces.map((name) => close(slot(name))),"]),
    check: "8.7",
    diagnosis: "on-machine",
  },
  {
    name: "forgets that a PID namespace takes a child",
    replaces: "exec",
    body: slip(["clone(CLONE.PARENT),", ""]),
    check: "8.7",
    diagnosis: "pid-missing",
  },
  {
    name: "forgets the network",
    replaces: "exec",
    body: slip([JOIN, '...namespaces.filter((name) => name !== "net").flatMap((name) => [']),
    check: "8.7",
    diagnosis: "net-missing",
  },
  {
    name: "joins files and processes, as chroot and a PID would do",
    replaces: "exec",
    body: slip([
      JOIN,
      '...namespaces.filter((name) => name === "mnt" || name === "pid").flatMap((name) => [',
    ]),
    check: "8.7",
    diagnosis: "some-missing",
  },
  ...groups,
  {
    name: "goes in among processes that may look into it",
    replaces: "exec",
    body: slip(["    prctl(PR.SET_DUMPABLE, 0),\n", ""]),
    check: "8.20",
    diagnosis: "open-to-look",
  },
  {
    name: "keeps the ways back open",
    replaces: "exec",
    body: slip([JOINS, "...namespaces.map((name) => setns(slot(name), NAMESPACES[name])),"]),
    check: "8.20",
    diagnosis: "door-left-open",
  },
];
