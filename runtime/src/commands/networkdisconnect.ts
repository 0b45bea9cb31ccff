/** `mydocker network disconnect` */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { findNetwork } from "../container/findnetwork.ts";
import { disconnectMember } from "../container/members.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";

const define = () =>
  new Command("mydocker network disconnect")
    .description("Take a container off a network")
    .usage("[OPTIONS] NETWORK CONTAINER")
    .argument("<network>")
    .argument("<container>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-f, --force", "Accepted, as docker has it");

/** Disconnects it. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const [network = "", container = ""] = command.args;
      const { id, name } = findNetwork(network);
      const guest = await disconnectMember(network, container);
      tell("network", "disconnect", id, { container: guest, name, type: "bridge" });
      return 0;
    }),
  );
