/** Mistakes in code that is given: what the guards guard. */
import { type Mutant, shownBy } from "../../../checks/src/harness/mutant.ts";
import { slipped } from "./reference.ts";

/** Only version 1 lets a process be somewhere else first. */
const onlyInV1: readonly Mutant[] = [
  {
    name: "joins from outside, when the command is already running",
    replaces: "container/start.ts#converse",
    body: `${slipped(
      "container/start.ts",
      "converse",
      ["enterPlan(spec, groups)", "enterPlan(spec, [])"],
      ["  return terminal?.master;", ""],
    )}
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200); // a busy parent
      for (const file of groups) writeFileSync(file, String(init.pid));
      return terminal?.master;`,
    imports: 'import { writeFileSync } from "node:fs";',
    check: "2.1",
    diagnosis: "joined-late",
  },
];

/** What mydocker does around the learner's functions. */
export const given: readonly Mutant[] = [
  ...shownBy(1, onlyInV1),
  {
    name: "limits the group above, in which all containers are",
    replaces: "host/cgroup/files.ts#applySettings",
    body: slipped("host/cgroup/files.ts", "applySettings", [
      "fileOf(hierarchy, id, file)",
      'fileOf(hierarchy, "", file)',
    ]),
    check: "2.10",
    diagnosis: "limits-mix",
  },
  {
    name: "does not ask how many processors there are",
    replaces: "container/limits.ts#parseCpus",
    body: "return cpus === undefined ? cpu && Number(cpu) / 100 : Number(cpus);",
    check: "2.11",
    diagnosis: "impossible-accepted",
  },
  {
    name: "refuses a value without saying which",
    replaces: "container/limits.ts#refuse",
    body: 'throw new UserError("invalid argument");',
    check: "2.11",
    diagnosis: "refused-without-reason",
  },
  {
    name: "leaves its groups behind",
    replaces: "host/cgroup/remove.ts#removeGroups",
    body: "",
    check: "2.12",
    diagnosis: "left-cgroup",
  },
  {
    name: "never looks for what a killed mydocker left behind",
    replaces: "container/resources.ts#repair",
    body: "",
    check: "2.13",
    diagnosis: "not-repaired",
  },
];
