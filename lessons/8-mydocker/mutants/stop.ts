/** Mistakes in stopSteps, and in what carries them out. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { slipsIn } from "../../7-network/mutants/slips.ts";

const slip = slipsIn("container/stopsteps.ts", "stopSteps");
const RETURN = "return [{ send: signal }, { wait: seconds * 1000 }, { send: 9 }, end];";

export const stop: readonly Mutant[] = [
  {
    name: "kills right after it has asked",
    replaces: "stop",
    body: slip([RETURN, "return [{ send: signal }, { send: 9 }, end];"]),
    check: "8.11",
    diagnosis: "killed-at-once",
  },
  {
    name: "waits, and then kills, but never asks",
    replaces: "stop",
    body: slip([RETURN, "return [{ wait: seconds * 1000 }, { send: 9 }, end];"]),
    check: "8.11",
    diagnosis: "never-asked",
  },
  {
    name: "waits for the whole time, whatever happens",
    replaces: "container/stop.ts#stopContainer",
    body: slipsIn("container/stop.ts", "stopContainer")(
      ["if (send !== undefined)", "if (send !== undefined && isUp(stateOf(record)))"],
      [
        "if (wait !== undefined && (await processEnd(mark, most))) break;",
        "if (most !== undefined) await new Promise((over) => setTimeout(over, most));\nelse if (wait !== undefined) await processEnd(mark);",
      ],
    ),
    check: "8.11",
    diagnosis: "waits-for-nothing",
  },
  {
    name: "sends SIGTERM, and that is that",
    replaces: "stop",
    body: slip([RETURN, "return [{ send: signal }, end];"]),
    check: "8.12",
    diagnosis: "timed-out",
  },
  {
    name: "sends SIGTERM and says that the container has stopped",
    replaces: "container/stop.ts#stopContainer",
    body: slipsIn(
      "container/stop.ts",
      "stopContainer",
    )([
      "for (const { send, wait } of stopSteps({ signal, seconds })) {",
      "sendSignal(record, signal);\n  if (isUp(stateOf(record))) return;\n  for (const { send, wait } of stopSteps({ signal, seconds })) {",
    ]),
    check: "8.12",
    diagnosis: "ignored-for-ever",
  },
  {
    name: "takes seconds for milliseconds",
    replaces: "stop",
    body: slip(["seconds * 1000", "seconds"]),
    check: "8.12",
    diagnosis: "no-time-given",
  },
  {
    name: "writes down that a container that was stopped ended well",
    replaces: "container/state.ts#endingOf",
    body: slipsIn(
      "container/state.ts",
      "endingOf",
    )(["exitCode: code ?? 128 + signal", "exitCode: code ?? 0"]),
    check: "8.12",
    diagnosis: "untrue-end",
  },
  {
    name: "kills in the end what was to have all the time in the world",
    replaces: "stop",
    body: slip(["if (seconds < 0) return [{ send: signal }, end];", ""]),
    check: "8.21",
    diagnosis: "killed-after-all",
  },
  {
    name: "takes no time for all the time in the world",
    replaces: "stop",
    body: slip(["seconds < 0", "seconds <= 0"]),
    check: "8.21",
    diagnosis: "never-killed",
  },
  {
    name: "kills, waits, and kills once more",
    replaces: "stop",
    body: slip(["if (signal === 9) return [{ send: 9 }, end];", ""]),
    check: "8.21",
    diagnosis: "killed-twice",
  },
];
