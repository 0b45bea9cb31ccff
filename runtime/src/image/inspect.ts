/** `image inspect`: all that is known of an image, in docker's form. */
import { findImage } from "./find.ts";
import { readImage } from "./read.ts";
import { familiarName, parseReference } from "./reference.ts";
import { layerPath } from "./store/places.ts";

/**
 * What `docker image inspect` prints of an image.
 *
 * @throws UserError when there is none
 */
export function inspectImage(text: string): object {
  const { id, tags, digests, config, size } = readImage(findImage(text).image);
  const familiar = (names: readonly string[]) => names.map(parseReference).map(familiarName);
  const diffIds = config.rootfs.diff_ids;
  const [top, ...below] = diffIds.map(layerPath).toReversed();
  return {
    Id: id,
    RepoTags: familiar(tags),
    RepoDigests: familiar(digests),
    Comment: config.history?.at(-1)?.comment ?? "",
    Created: config.created ?? "",
    Author: config.author ?? "",
    Config: config.config ?? {},
    Architecture: config.architecture,
    Os: config.os,
    Size: size,
    GraphDriver: {
      Name: "overlay2",
      Data: { ...(below.length > 0 ? { LowerDir: below.join(":") } : {}), UpperDir: top },
    },
    RootFS: { Type: "layers", Layers: diffIds },
  };
}
