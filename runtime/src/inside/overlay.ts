/** The container's root out of an image's layers and a layer of its own. */
import { chdir, mount, type Plan } from "../kernel/call.ts";
// biome-ignore lint/correctness/noUnusedImports: what the learner begins with is a bind mount
import { MS } from "../kernel/flags.ts";

/**
 * Where an overlay's directories are, by names relative to `base`: so the mount's options stay
 * short, however many layers there are, and no path can hold a comma or a colon.
 */
export interface Overlay {
  /** The container's own directory, absolute. It has `upper`, `work` and `merged`. */
  readonly base: string;
  /** Layers in the order of the image's configuration: the base first. */
  readonly layers: readonly string[];
}

/**
 * The value of overlay's option `lowerdir`: the layers' names in the order that overlay wants, which
 * is not that of the image.
 *
 * @param layers the base first; each is laid upon the one before
 * @lesson 4 order
 * @see overlayfs (kernel: filesystems/overlayfs), "Multiple lower layers"
 */
export function lowerDirectories(layers: readonly string[]): string {
  return layers.toReversed().join(":");
}

/**
 * Mounts the container's root on `merged`: the image's layers, which are only ever read, and above
 * them the container's own, `upper`, which takes everything that it changes. `work` is overlay's.
 *
 * All names are relative to `base`, which may hold a comma or a colon, and there may be more layers
 * than a page of options has room for absolute names. The upper directory alone must say what
 * changed, since `diff` and `commit` read nothing else: no renamed directories without their files
 * (`redirect_dir`), no files without their content (`metacopy`), no `index`, whatever this kernel's
 * defaults are.
 *
 * The mount is made in the container's own mount namespace, where the kernel unmounts it with the
 * last process.
 *
 * @lesson 4 overlay
 * @starter [chdir(base), mount(layers[0] ?? "", "merged", null, MS.BIND, null)]
 * @see overlayfs (kernel: filesystems/overlayfs), mount(2)
 */
export function mountOverlay({ base, layers }: Overlay): Plan {
  const options = [
    `lowerdir=${lowerDirectories(layers)}`,
    "upperdir=upper",
    "workdir=work",
    "redirect_dir=off",
    "metacopy=off",
    "index=off",
  ];
  return [chdir(base), mount("overlay", "merged", "overlay", 0, options.join(","))];
}
