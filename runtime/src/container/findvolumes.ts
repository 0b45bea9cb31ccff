/** From volumes as they were asked for to volumes as they are on the machine. */
import { anonymousName, dataOf, holdVolume } from "../host/namedvolumes.ts";
import { pathSource, requirePlace } from "../host/volumes.ts";
import type { Volume } from "../inside/volumes.ts";
import { UserError } from "../kernel/errors.ts";
import { isPath, type VolumeRequest } from "./volumes.ts";

/** A volume with a name that a container uses. */
export interface VolumeUse {
  readonly name: string;
  readonly target: string;
  readonly anonymous: boolean;
  /** Filled from the image while it is empty. */
  readonly fill: boolean;
}

/** What a container is given. */
export interface FoundVolumes {
  readonly volumes: readonly Volume[];
  readonly named: readonly VolumeUse[];
}

/**
 * Refuses what cannot be, before anything is made.
 *
 * @param others targets of other mounts that were asked for
 * @throws UserError
 */
export function refuseVolumes(
  requests: readonly VolumeRequest[],
  others: readonly string[],
  ownRoot: boolean,
): void {
  const targets = [...requests.map(({ target }) => target), ...others];
  const twice = targets.find((target, i) => targets.indexOf(target) < i);
  if (twice) throw new UserError(`two mounts were asked for at ${twice}`);
  if (!ownRoot) for (const { target } of requests) requirePlace(target);
}

/**
 * Finds what was asked for on the machine.
 *
 * @param preview nothing is made, since nothing will run
 */
export function findVolumes(requests: readonly VolumeRequest[], preview: boolean): FoundVolumes {
  const found = requests.map((request) => {
    const { source, target, readOnly, propagation } = request;
    if (source !== undefined && isPath(source)) {
      const missing = preview ? "leave" : request.mustExist ? "refuse" : "make";
      return { volume: { ...pathSource(source, missing), target, readOnly, propagation } };
    }
    const anonymous = source === undefined;
    const name = source ?? anonymousName();
    if (!preview) holdVolume(name, anonymous);
    const use = { name, target, anonymous, fill: !request.empty };
    return { volume: { source: dataOf(name), file: false, target, readOnly, propagation }, use };
  });
  const named = found.flatMap(({ use }) => use ?? []);
  return { volumes: found.map(({ volume }) => volume), named };
}
