/** `mydocker volume …`: volumes that have a name. */
import { type Members, runMember } from "./group.ts";

const members: Members = {
  create: { summary: "Make a volume", load: () => import("./volumecreate.ts") },
  inspect: {
    summary: "Show all that is known of volumes",
    load: () => import("./volumeinspect.ts"),
  },
  ls: { summary: "List volumes", load: () => import("./volumels.ts") },
  prune: { summary: "Remove volumes that nobody uses", load: () => import("./volumeprune.ts") },
  rm: { summary: "Remove volumes", load: () => import("./volumerm.ts") },
};

/** Runs the command that the first word names. */
export const main = (argv: readonly string[]): Promise<number> =>
  runMember("mydocker volume", "Volumes", members, { list: "ls", remove: "rm" }, argv);
