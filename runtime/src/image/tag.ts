/** Names of images are given and moved. */
import { UserError } from "../kernel/errors.ts";
import { findImage } from "./find.ts";
import { fullName, parseReference, withTag } from "./reference.ts";
import { changeTable, withImage } from "./store/table.ts";

/**
 * Gives an image one more name; another image that had it loses it.
 *
 * @throws UserError when there is no such image, or the name is none or has a digest
 */
export function tagImage(source: string, name: string): void {
  const reference = withTag(parseReference(name));
  if (reference.digest !== undefined) {
    throw new UserError(`${JSON.stringify(name)}: a new name has a tag, not a digest`);
  }
  const { id } = findImage(source).image;
  changeTable((images) => {
    const image = images.find((listed) => listed.id === id);
    if (!image) throw new UserError(`image ${JSON.stringify(source)} has just been removed`);
    return withImage(images, { ...image, tags: [fullName(reference)] });
  });
}
