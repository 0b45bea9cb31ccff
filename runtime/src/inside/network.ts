/** Another container's network in place of one's own. */
import { close, keep, open, type Plan, setns, slot } from "../kernel/call.ts";
import { CLONE, O } from "../kernel/flags.ts";

/**
 * Enters the network namespace of a process, while the machine's /proc is in sight (setns(2),
 * network_namespaces(7)).
 */
export const joinNetwork = (pid: number): Plan => [
  keep("network", open(`/proc/${pid}/ns/net`, O.RDONLY | O.CLOEXEC)),
  setns(slot("network"), CLONE.NEWNET),
  close(slot("network")),
];
