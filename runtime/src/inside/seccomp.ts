/** Which system calls a container may make. */
import { type Plan, seccomp } from "../kernel/call.ts";
import { SECCOMP } from "../kernel/flags.ts";

/**
 * Has the kernel ask a program before every system call of the container (seccomp(2)). It stays for
 * ever, and is inherited by all children. It takes effect at once, so nothing but the execve may
 * come after it; and to install it takes CAP_SYS_ADMIN, unless new privileges have been given up.
 *
 * @param filter the program: an array of struct sock_filter
 * @lesson 8 seccomp
 * @see seccomp(2), SECCOMP_SET_MODE_FILTER
 */
export function filterCalls(filter: Uint8Array): Plan {
  return [seccomp(SECCOMP.SET_MODE_FILTER, 0, filter)];
}
