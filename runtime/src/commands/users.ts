/** Which images containers are made of. */
import { list } from "../container/store.ts";

/** A container's id for each image's id that is in use, whether it runs or not. */
export const imageUsers = (): ReadonlyMap<string, string> =>
  new Map(list().flatMap(({ id, imageId }) => (imageId === undefined ? [] : [[imageId, id]])));
