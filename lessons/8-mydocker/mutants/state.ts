/** Mistakes in stateFrom, and one in who gathers the facts for it. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipsIn } from "../../7-network/mutants/slips.ts";

const slip = slipsIn("container/state.ts", "stateFrom");

const ZOMBIE = 'same && now.state !== "Z"';

export const state: readonly Mutant[] = [
  {
    name: "calls only that running which has an exit code",
    replaces: "state",
    body: slip([ZOMBIE, `${ZOMBIE} && exitCode !== undefined`]),
    check: "8.1",
    diagnosis: "not-listed",
  },
  {
    name: "has it the wrong way round with frozen",
    replaces: "state",
    body: slip(["return frozen ?", "return !frozen ?"]),
    check: "8.1",
    diagnosis: "not-up",
  },
  {
    name: "calls everything running that ever ran",
    replaces: "state",
    body: 'return process ? "running" : "created";',
    check: "8.2",
    diagnosis: "up-for-ever",
  },
  {
    name: "calls everything dead whose process is gone",
    replaces: "state",
    body: slip(['exitCode === undefined ? "dead" : "exited"', '"dead"']),
    check: "8.2",
    diagnosis: "no-exit-code",
  },
  {
    name: "takes the exit code 0 for none",
    replaces: "state",
    body: slip(['exitCode === undefined ? "dead" : "exited"', 'exitCode ? "exited" : "dead"']),
    check: "8.2",
    diagnosis: "zero-is-nothing",
  },
  {
    name: "lets a zombie run",
    replaces: "state",
    body: slip([ZOMBIE, "same"]),
    check: "8.3",
    diagnosis: "zombie-lives",
  },
  {
    name: "believes the record, in which no end is written",
    replaces: "state",
    body: `if (!process) return "created";
      if (exitCode !== undefined) return "exited";
      return frozen ? "paused" : "running";`,
    check: "8.4",
    diagnosis: "record-believed",
  },
  {
    name: "asks for the pid and not for the start time",
    replaces: "container/state.ts#stateOf",
    body: `const { process, exitCode = endingOf(record)?.exitCode } = record;
      if (!process) return "created";
      if (exitCode !== undefined) return "exited";
      return processNow(process.pid) ? "running" : "dead";`,
    check: "8.4",
    diagnosis: "pid-of-another",
  },
];
