/** Who the command runs as. */
import { type Plan, setgroups, setresgid, setresuid } from "../kernel/call.ts";

/** A resolved user: numbers as seen inside the container. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/**
 * Becomes a user: groups first, since who has given up root may not change them (credentials(7)).
 *
 * @param mayChooseGroups false in a user namespace made without root, which has none to give
 */
export function becomeUser(who: Identity, mayChooseGroups: boolean): Plan {
  return [
    ...(mayChooseGroups ? [setgroups(who.groups)] : []),
    setresgid(who.gid, who.gid, who.gid),
    setresuid(who.uid, who.uid, who.uid),
  ];
}

/**
 * Becomes the root of a user namespace whose map does not have who we are: nobody could own the
 * files that are made from here on (user_namespaces(7), EOVERFLOW).
 */
export const becomeMappedRoot = (): Plan => [setresgid(0, 0, 0), setresuid(0, 0, 0)];
