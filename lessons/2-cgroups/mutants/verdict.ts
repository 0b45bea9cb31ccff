/** Mistakes in saying why a container ended. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";

/** Each a half of the truth. */
export const verdict: readonly Mutant[] = [
  {
    name: "takes every SIGKILL for want of memory",
    replaces: "oom",
    body: "return exit.signal === SIGKILL || exit.code === 128 + SIGKILL;",
    check: "2.3",
    diagnosis: "kill-taken-for-oom",
  },
  {
    name: "takes the loss of any process for the container's end",
    replaces: "oom",
    body: "return usage.oomKills > 0;",
    check: "2.3",
    diagnosis: "loss-taken-for-end",
  },
  {
    name: "forgets that an init hands a signal on as an exit code",
    replaces: "oom",
    body: "return exit.signal === SIGKILL && usage.oomKills > 0;",
    check: "2.3",
    diagnosis: "silent-behind-init",
  },
  {
    name: "looks for exit code 137, which a process that was killed does not have yet",
    replaces: "oom",
    body: "return exit.code === 128 + SIGKILL && usage.oomKills > 0;",
    check: "2.3",
    diagnosis: "silent",
  },
];
