/** Mistakes in code that is given. */
import { type Mutant, shownBy } from "../../../checks/src/harness/mutant.ts";
import { slipsIn } from "../../7-network/mutants/slips.ts";

const show = slipsIn("commands/logs.ts", "show");
const join = slipsIn("container/exec.ts", "execInContainer");
const converse = slipsIn("container/exec.ts", "converse");
const kill = slipsIn("container/remove.ts", "killIfUp");

export const given: readonly Mutant[] = [
  {
    name: "tells the signal instead of 128 and the signal",
    replaces: "container/state.ts#endingOf",
    body: slipsIn("container/state.ts", "endingOf")(["128 + signal", "signal"]),
    check: "8.3",
    diagnosis: "signal-not-told",
  },
  {
    name: "reads only what was rotated of a log",
    replaces: "container/logs.ts#openAll",
    body: slipsIn("container/logs.ts", "openAll")(["length: oldest + 1", "length: oldest"]),
    check: "8.5",
    diagnosis: "no-log",
  },
  {
    name: "shows standard output only",
    replaces: "commands/logs.ts#show",
    body: show(["if (dropped)", 'if (stream === "stderr") continue;\n    if (dropped)']),
    check: "8.5",
    diagnosis: "errors-lost",
  },
  {
    name: "shows whole lines only, and so loses the last one",
    replaces: "commands/logs.ts#show",
    body: show(["if (dropped)", "if (log.at(-1) !== 10) continue;\n    if (dropped)"]),
    check: "8.5",
    diagnosis: "end-lost",
  },
  {
    name: "takes -f and does not follow",
    replaces: "commands/logs.ts#endOf",
    body: "await Promise.resolve(record);",
    check: "8.6",
    diagnosis: "did-not-follow",
  },
  {
    name: "gives exec the variables of its own",
    replaces: "container/exec.ts#converse",
    body: converse([
      "environment({ ...exec, hostname }",
      "environment({ ...exec, env: [], hostname }",
    ]),
    check: "8.9",
    diagnosis: "environment-lost",
  },
  {
    name: "ends with 0, however the command of exec ended",
    replaces: "container/exec.ts#execInContainer",
    body: join(["return code;", "return exit.signal ?? 0;"]),
    check: "8.9",
    diagnosis: "exit-code-lost",
  },
  {
    name: "confines the container, but not what exec sends into it",
    replaces: "container/exec.ts#converse",
    body: converse(["exec.privileged ? UNCONFINED :", "!exec.privileged ? UNCONFINED :"]),
    check: "8.10",
    diagnosis: "exec-allowed-more",
  },
  {
    name: "makes the list of allowed system calls, and never installs it",
    replaces: "container/security.ts#filterOf",
    body: 'return seccomp === "default" && capabilities ? undefined : new Uint8Array();',
    check: "8.14",
    diagnosis: "no-filter",
  },
  {
    name: "removes a container that runs",
    replaces: "container/remove.ts#killIfUp",
    body: kill(["if (!force) throw", "if (!force && state === undefined) throw"]),
    check: "8.18",
    diagnosis: "removed-while-running",
  },
  {
    name: "removes nothing that ever ran",
    replaces: "container/remove.ts#killIfUp",
    body: kill([
      'if (!isUp(state) && state !== "restarting") return true;',
      'if (state !== "created" && !force) throw inUse(record, state);\n  if (!isUp(state)) return true;',
    ]),
    check: "8.18",
    diagnosis: "never-removed",
  },
  {
    name: "refuses with -f, too",
    replaces: "container/remove.ts#killIfUp",
    body: kill(["if (!force) throw", "if (!force || isUp(state)) throw"]),
    check: "8.19",
    diagnosis: "not-forced",
  },
  {
    name: "removes the record, and leaves the container",
    replaces: "container/remove.ts#removeContainer",
    body: 'if (!force && isUp(stateOf(record))) throw inUse(record, "running");\n  if (anonymous) forget(record);\n  else remove(record.id);',
    check: "8.19",
    diagnosis: "not-ended",
  },
  ...shownBy(2, [
    {
      name: "has what exec starts born outside the container's group",
      replaces: "container/groupdoor.ts#doorOf",
      body: "return { join: id === undefined ? [] : [], close() {} };",
      check: "8.8",
      diagnosis: "not-in-group",
    },
  ]),
];
