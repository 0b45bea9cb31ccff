/** Who is who across the border of a user namespace. */

/** A range of ids: `container` to `container + size - 1` inside are `host` and on outside. */
export interface IdMapping {
  readonly container: number;
  readonly host: number;
  readonly size: number;
}

/** The maps of a user namespace; an empty list means "root inside is the caller outside". */
export interface IdMaps {
  readonly uids: readonly IdMapping[];
  readonly gids: readonly IdMapping[];
  /** Who starts the container. */
  readonly caller: { readonly uid: number; readonly gid: number };
}

/**
 * What the parent writes into /proc/PID/uid_map: a line for each range, `container host size`.
 * When no range was asked for, root inside is the caller outside.
 *
 * @lesson 1 uidmap
 * @see user_namespaces(7)
 */
export function uidMap({ uids, caller }: IdMaps): string {
  const ranges = uids.length > 0 ? uids : [{ container: 0, host: caller.uid, size: 1 }];
  return ranges.map(({ container, host, size }) => `${container} ${host} ${size}\n`).join("");
}

/**
 * What the parent writes into /proc/PID/gid_map: as uidMap, for groups.
 *
 * @lesson 1 gidmap
 * @see user_namespaces(7)
 */
export function gidMap({ gids, caller }: IdMaps): string {
  const ranges = gids.length > 0 ? gids : [{ container: 0, host: caller.gid, size: 1 }];
  return ranges.map(({ container, host, size }) => `${container} ${host} ${size}\n`).join("");
}
