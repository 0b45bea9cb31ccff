/** What root may do in a container. */
import { type Plan, prctl } from "../kernel/call.ts";
import { PR } from "../kernel/flags.ts";

/**
 * Limits what root in the container can do: whatever is executed there, also a set-user-ID program
 * or one with capabilities of its own, never has a capability that is not kept.
 *
 * An execve(2) by root gives it all that is in the bounding set, and an execve by anybody else
 * nothing, so it is the bounding set that counts. What is dropped from it never comes back. That
 * takes CAP_SETPCAP, which is gone after a change to another user.
 *
 * @param kept numbers of capabilities, such as 0 for CAP_CHOWN
 * @param last the highest number that this kernel knows; a higher one is an error (EINVAL)
 * @lesson 8 capabilities
 * @see capabilities(7), "Capability bounding set"; prctl(2), PR_CAPBSET_DROP
 */
export function limitCapabilities(kept: readonly number[], last: number): Plan {
  const all = Array.from({ length: last + 1 }, (_, number) => number);
  return all
    .filter((number) => !kept.includes(number))
    .map((number) => prctl(PR.CAPBSET_DROP, number));
}
