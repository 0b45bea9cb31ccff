/** Which namespaces a container is born into. */
import { CLONE } from "../kernel/flags.ts";

/**
 * The namespaces of a new container, as flags for clone(2): its own processes, mounts, hostname,
 * System V IPC, network and view of cgroups; and its own users, when `userns` asks for it.
 *
 * Without a flag the container shares that part of the machine.
 *
 * @lesson 1 namespaces
 * @see namespaces(7), clone(2)
 */
export function namespaceFlags({ userns }: { userns: boolean }): number {
  const always =
    CLONE.NEWPID | CLONE.NEWNS | CLONE.NEWUTS | CLONE.NEWIPC | CLONE.NEWNET | CLONE.NEWCGROUP;
  return userns ? always | CLONE.NEWUSER : always;
}
