/** `mydocker network …`: networks and who is on them. */
import { type Members, runMember } from "./group.ts";

const members: Members = {
  connect: {
    summary: "Connect a container to a network",
    load: () => import("./networkconnect.ts"),
  },
  create: { summary: "Make a network", load: () => import("./networkcreate.ts") },
  disconnect: {
    summary: "Take a container off a network",
    load: () => import("./networkdisconnect.ts"),
  },
  inspect: {
    summary: "Show all that is known of networks",
    load: () => import("./networkinspect.ts"),
  },
  ls: { summary: "List networks", load: () => import("./networkls.ts") },
  prune: { summary: "Remove networks that nobody uses", load: () => import("./networkprune.ts") },
  rm: { summary: "Remove networks", load: () => import("./networkrm.ts") },
};

/** Runs the command that the first word names. */
export const main = (argv: readonly string[]): Promise<number> =>
  runMember("mydocker network", "Networks", members, { list: "ls", remove: "rm" }, argv);
