/** Images are removed: first names, then what has none and is not in use. */
import { UserError } from "../kernel/errors.ts";
import type { Digest } from "./digest.ts";
import { findImage } from "./find.ts";
import { familiarName, parseReference } from "./reference.ts";
import { type Swept, sweep } from "./store/sweep.ts";
import { changeTable, type Listed, readTable } from "./store/table.ts";

/** Which images containers are made of: a container for each, by the image's id. */
export type Users = () => ReadonlyMap<string, string>;

/** What a removal did. */
export interface Removed extends Swept {
  /** Names as docker shows them. */
  readonly untagged: readonly string[];
  readonly images: readonly Digest[];
}

/**
 * Takes a name from an image, or all of them when it is asked for by its id; the image goes with its
 * last name. What a container is made of stays, without a name, as long as the container.
 *
 * @param force also when it has several names, or a container is made of it
 * @throws UserError when there is no such image, or docker would not do it without force
 */
export function removeImage(text: string, force: boolean, users: Users): Removed {
  const { image, name } = findImage(text);
  const names = [...image.tags, ...image.digests];
  const leaving = name === undefined ? names : [name];
  const isLast = image.tags.every((tag) => leaving.includes(tag));
  if (!force) refuseConflict(text, image, name, isLast ? users().get(image.id) : undefined);
  return takeAway(image.id, isLast ? names : leaving, users);
}

function refuseConflict(
  text: string,
  { tags }: Listed,
  name: string | undefined,
  user: string | undefined,
): void {
  const repositories = new Set(tags.map((tag) => tag.replace(/:[^:/]*$/, "")));
  if (name === undefined && repositories.size > 1) {
    const list = tags.map(parseReference).map(familiarName).join(", ");
    throw new UserError(`image ${text} has several names (${list}): remove them, or use --force`);
  }
  if (user !== undefined) {
    const way = `remove it first ('mydocker rm ${user.slice(0, 12)}')`;
    throw new UserError(`image ${text} is in use by container ${user.slice(0, 12)}: ${way}`);
  }
}

/** Under the table's lock, in one step: the names, and the image if it is neither named nor used. */
function takeAway(id: Digest, names: readonly string[], users: Users): Removed {
  const images: Digest[] = [];
  changeTable((all) =>
    all.flatMap((listed) => {
      if (listed.id !== id) return [listed];
      const rest = {
        ...listed,
        tags: listed.tags.filter((tag) => !names.includes(tag)),
        digests: listed.digests.filter((digest) => !names.includes(digest)),
      };
      if (rest.tags.length > 0 || users().has(id)) return [rest];
      images.push(id);
      return [];
    }),
  );
  const untagged = names.map(parseReference).map(familiarName);
  const swept = images.length > 0 ? sweep(() => users().keys()) : { layers: [], bytes: 0 };
  return { ...swept, untagged, images };
}

/**
 * Removes all images without a name, and content that no image needs, such as of a killed load.
 *
 * @param all also those with a name, if no container is made of them
 * @param isMeant which of them
 */
export function pruneImages(
  all: boolean,
  users: Users,
  isMeant: (listed: Listed) => boolean = () => true,
): Removed {
  const doomed: Listed[] = [];
  if (readTable().length > 0) {
    changeTable((images) => {
      const used = users();
      const isDoomed = (one: Listed) =>
        !used.has(one.id) && (all || one.tags.length === 0) && isMeant(one);
      doomed.push(...images.filter(isDoomed));
      return images.filter((image) => !isDoomed(image));
    });
  }
  const names = doomed.flatMap(({ tags, digests }) => [...tags, ...digests]);
  return {
    ...sweep(() => users().keys()),
    untagged: names.map(parseReference).map(familiarName),
    images: doomed.map(({ id }) => id),
  };
}
