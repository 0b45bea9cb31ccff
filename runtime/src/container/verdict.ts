/** Why a container ended. */
import type { Usage } from "../host/cgroup/usage.ts";
import type { Exit } from "../kernel/init.ts";

const SIGKILL = 9;

/**
 * Whether the memory limit ended the container: it died of SIGKILL (which an init of ours, as PID 1,
 * passes on as exit code 137), and the out-of-memory killer was at work in its group. Either alone
 * proves nothing: anybody may send SIGKILL, and a container may outlive the loss of one process.
 *
 * @lesson 2 oom
 * @see cgroups(7), memory.events of admin-guide/cgroup-v2
 */
export function ranOutOfMemory(exit: Exit, usage: Usage): boolean {
  const killed = exit.signal === SIGKILL || exit.code === 128 + SIGKILL;
  return killed && usage.oomKills > 0;
}
