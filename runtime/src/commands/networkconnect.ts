/** `mydocker network connect` */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { findNetwork, networkToJoin } from "../container/findnetwork.ts";
import { connectMember } from "../container/members.ts";
import { parseNetworking } from "../container/networkoption.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";

interface Options {
  ip?: string;
  ip6?: string;
  alias: string[];
}

const append = (value: string, before: string[]) => [...before, value];

const define = () =>
  new Command("mydocker network connect")
    .description("Connect a container to one more network")
    .usage("[OPTIONS] NETWORK CONTAINER")
    .argument("<network>")
    .argument("<container>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("--ip <address>", "The address it gets")
    .option("--ip6 <address>", "The same for IPv6")
    .option("--alias <name>", "One more name by which others find it", append, []);

/** Connects it. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { alias, ...addresses } = command.opts<Options>();
      const [reference = "", container = ""] = command.args;
      const network = await networkToJoin(reference);
      const asked = parseNetworking(
        { network: [network], networkAlias: alias, ...addresses },
        { usual: undefined, isRoot: process.geteuid?.() === 0, exposed: [] },
      );
      const [membership = { network, aliases: [] }] = asked?.networks ?? [];
      const guest = await connectMember(membership, container);
      const { id } = findNetwork(network);
      tell("network", "connect", id, { container: guest, name: network, type: "bridge" });
      return 0;
    }),
  );
