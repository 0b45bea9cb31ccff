/** The container's own /proc. */
import { mkdir, mount, type Plan, tolerate } from "../kernel/call.ts";
import { ERRNO } from "../kernel/errno.ts";
import { MS } from "../kernel/flags.ts";

/**
 * Gives the container its own view of processes: `ps` reads /proc, and a /proc shows the PID
 * namespace of the process that mounts it. Nobody may run programs, use set-user-ID files or open
 * devices there. The directory is made where the root has none (whatever its mode, the mount covers
 * it); one that is there is no error, nor is a root that cannot be written to.
 *
 * @lesson 1 proc
 * @see proc(5), pid_namespaces(7), mount(2)
 */
export function mountProc(): Plan {
  return [
    tolerate([ERRNO.EEXIST, ERRNO.EROFS], mkdir("/proc", 0o555)),
    mount("proc", "/proc", "proc", MS.NOSUID | MS.NODEV | MS.NOEXEC, null),
  ];
}
