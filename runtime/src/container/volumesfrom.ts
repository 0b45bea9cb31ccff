/** `--volumes-from`: what other containers are shown. */
import { UserError } from "../kernel/errors.ts";
import type { ContainerRecord } from "./record.ts";
import { find } from "./store.ts";
import type { VolumeRequest } from "./volumes.ts";

/**
 * The volumes of other containers, running or not, in the places that they have there. Of two at the
 * same place the later one's counts.
 *
 * @param words each NAME, or NAME:ro or NAME:rw
 * @throws UserError for a container that there is not
 */
export function volumesOfOthers(words: readonly string[]): VolumeRequest[] {
  const all = words.flatMap((word) => {
    const [, name = "", mode] = /^(.*?)(?::([^:]*))?$/.exec(word) ?? [];
    if (mode !== undefined && mode !== "ro" && mode !== "rw") {
      throw new UserError(`--volumes-from ${JSON.stringify(word)}: CONTAINER, or CONTAINER:ro`);
    }
    return volumesOf(find(name), mode === "ro");
  });
  return all.filter(({ target }, i) => !all.slice(i + 1).some((later) => later.target === target));
}

function volumesOf({ spec }: ContainerRecord, onlyRead: boolean): VolumeRequest[] {
  const { volumes = [], named = [] } = spec ?? {};
  return volumes.map(({ source, target, readOnly, propagation }) => ({
    source: named.find((one) => one.target === target)?.name ?? source,
    target,
    readOnly: readOnly || onlyRead,
    propagation,
  }));
}
