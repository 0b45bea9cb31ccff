/** The way into a container that runs already: `exec`. */
import { clone, close, keep, open, type Plan, prctl, setns, slot, write } from "../kernel/call.ts";
import { CLONE, O, PR } from "../kernel/flags.ts";

/** A kind of namespace, by its name below /proc/PID/ns. */
export type NamespaceName = "user" | "cgroup" | "ipc" | "uts" | "net" | "mnt" | "pid" | "time";

/** What setns(2) calls each of them. */
export const NAMESPACES: Readonly<Record<NamespaceName, number>> = {
  user: CLONE.NEWUSER,
  cgroup: CLONE.NEWCGROUP,
  ipc: CLONE.NEWIPC,
  uts: CLONE.NEWUTS,
  net: CLONE.NEWNET,
  mnt: CLONE.NEWNS,
  pid: CLONE.NEWPID,
  time: CLONE.NEWTIME,
};

/**
 * Takes the process from the machine into a container that runs. All that is the container's, it
 * shares from then on; all that is the machine's, it has let go of.
 *
 * - A process inside could look into this one as soon as it is among them, into its memory and at
 *   its descriptors, and what it is executing: PR_SET_DUMPABLE 0 forbids that until the execve, and
 *   has to come first of all.
 * - The container's groups are joined while their files are in sight, and from the machine's user
 *   namespace, as whose root it may: a `0` written into each file means the process itself.
 * - Each namespace has been kept by code that is given, in the slot of its name (`slot("net")`). Join
 *   it, then close it: a descriptor that stays open is a way back. The list begins with `user` where
 *   the container has one, as it gives the right to join the others; NAMESPACES has their flags.
 * - Joining a PID namespace changes nothing for the caller, only for its children. So a child goes
 *   on with the plan, and with CLONE_PARENT, which is all that clone(2) needs here, it is not ours but
 *   the child of who started us, who can then wait for it.
 *
 * @param groups each group's `tasks` or `cgroup.procs`; empty when the process was born in its group
 * @param namespaces those that the container does not share with the machine
 * @lesson 8 exec
 * @see setns(2), clone(2), prctl(2), pid_namespaces(7), user_namespaces(7)
 */
export function enterContainer(
  groups: readonly string[],
  namespaces: readonly NamespaceName[],
): Plan {
  return [
    prctl(PR.SET_DUMPABLE, 0),
    ...groups.flatMap((file) => [
      keep("group", open(file, O.WRONLY | O.CLOEXEC)),
      write(slot("group"), "0"),
      close(slot("group")),
    ]),
    ...namespaces.flatMap((name) => [setns(slot(name), NAMESPACES[name]), close(slot(name))]),
    clone(CLONE.PARENT),
  ];
}
