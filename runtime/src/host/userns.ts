/** Gives a new user namespace its maps, from outside (user_namespaces(7)). */
import { writeFileSync } from "node:fs";
import { describeErrno } from "../kernel/errno.ts";
import { UserError } from "../kernel/errors.ts";

/** The texts of /proc/PID/uid_map and gid_map. */
export interface Maps {
  readonly uids: string;
  readonly gids: string;
  /** Without root, the kernel wants setgroups(2) given up before it takes a gid map. */
  readonly denySetgroups: boolean;
}

/**
 * Writes the maps of the user namespace of `pid`; each can be written once.
 *
 * @throws UserError with the map when the kernel refuses it
 */
export function writeIdMaps(pid: number, { uids, gids, denySetgroups }: Maps): void {
  if (uids) write(pid, "uid_map", uids);
  if (denySetgroups) write(pid, "setgroups", "deny");
  if (gids) write(pid, "gid_map", gids);
}

function write(pid: number, file: string, text: string): void {
  try {
    writeFileSync(`/proc/${pid}/${file}`, text);
  } catch (error) {
    const { errno = 0, code } = error as NodeJS.ErrnoException;
    const map = JSON.stringify(text);
    throw new UserError(
      `the kernel refused ${map} as ${file}: ${describeErrno(-errno)}${why(code)}`,
    );
  }
}

/** user_namespaces(7), "Defining user and group ID mappings" */
const why = (code = "") =>
  ({
    EINVAL: "; ranges may not overlap, and there are at most 340",
    EPERM: "; without root, only the caller's own id can be mapped",
  })[code] ?? "";
