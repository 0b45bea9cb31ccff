/** The container joins its control groups. */
import { close, keep, open, type Plan, slot, unshare, write } from "../kernel/call.ts";
import { CLONE, O } from "../kernel/flags.ts";

/**
 * Puts the process into its groups, and makes the container's own group the root of what it can
 * see of cgroups. A process joins by writing its pid into the group's file; `0` means itself, and
 * is quick, where the pid of another would wait for all processors.
 *
 * First of all, since what was allocated before is never counted; and the namespace after the
 * groups, since its root is the group in which it is made.
 *
 * A descriptor of this plan has a name instead of a number: `keep("group", open(…))` keeps it, and
 * `slot("group")` is it in later calls. After close, the name is free for the next. Nothing is made
 * here, so open needs no mode.
 *
 * @param files each group's `tasks` or `cgroup.procs`; empty when the process was born in its group
 * @lesson 2 join
 * @see cgroups(7), cgroup_namespaces(7)
 */
export function joinCgroup(files: readonly string[]): Plan {
  return [
    ...files.flatMap((file) => [
      keep("group", open(file, O.WRONLY | O.CLOEXEC)),
      write(slot("group"), "0"),
      close(slot("group")),
    ]),
    unshare(CLONE.NEWCGROUP),
  ];
}
