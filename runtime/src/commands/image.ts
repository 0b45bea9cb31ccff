/** `mydocker image …`: docker's longer names for the commands of images, and `prune`. */
import { type Members, runMember } from "./group.ts";

const members: Members = {
  history: { summary: "Show how an image was made", load: () => import("./history.ts") },
  import: { summary: "Make an image out of a root file system", load: () => import("./import.ts") },
  inspect: { summary: "Show all of an image, as JSON", load: () => import("./imageinspect.ts") },
  load: { summary: "Load images from an archive", load: () => import("./load.ts") },
  ls: { summary: "List images", load: () => import("./images.ts") },
  prune: { summary: "Remove images without a name", load: () => import("./imageprune.ts") },
  pull: { summary: "Get an image from a registry", load: () => import("./pull.ts") },
  push: { summary: "Put an image into a registry", load: () => import("./push.ts") },
  rm: { summary: "Remove images", load: () => import("./rmi.ts") },
  save: { summary: "Save images in an archive", load: () => import("./save.ts") },
  tag: { summary: "Give an image one more name", load: () => import("./tag.ts") },
};

/** Runs the command that the first word names. */
export const main = (argv: readonly string[]): Promise<number> =>
  runMember("mydocker image", "Images", members, { list: "ls", remove: "rm" }, argv);
