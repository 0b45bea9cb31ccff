/** `mydocker system …`: all that mydocker keeps on this machine. */
import { type Members, runMember } from "./group.ts";

const members: Members = {
  df: { summary: "Show what takes how much of the disk", load: () => import("./systemdf.ts") },
  events: { summary: "Show what happens, as it happens", load: () => import("./events.ts") },
  info: { summary: "Show what there is, and on what", load: () => import("./info.ts") },
  prune: { summary: "Remove what nobody uses", load: () => import("./systemprune.ts") },
};

/** Runs the command that the first word names. */
export const main = (argv: readonly string[]): Promise<number> =>
  runMember("mydocker system", "All that mydocker keeps", members, {}, argv);
