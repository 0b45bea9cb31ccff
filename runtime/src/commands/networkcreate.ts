/** `mydocker network create` */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { alone } from "../host/network/alone.ts";
import { createNetwork } from "../host/network/networks.ts";
import { parseSubnets } from "../host/network/subnetoption.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

interface Options {
  driver: string;
  subnet: string[];
  gateway: string[];
  internal?: boolean;
  ipv6?: boolean;
  label: string[];
}

const append = (value: string, before: string[]) => [...before, value];

const define = () =>
  new Command("mydocker network create")
    .description("Make a network: a bridge of its own, with addresses for containers")
    .usage("[OPTIONS] NETWORK")
    .argument("<network>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-d, --driver <name>", "How it works; there is only 'bridge'", "bridge")
    .option("--subnet <cidr>", "Its addresses, from /8 to /30 (172.28.0.0/16)", append, [])
    .option("--gateway <address>", "The bridge's own address (default: the first)", append, [])
    .option("--internal", "Without a way out")
    .option("--ipv6", "With addresses of IPv6 too")
    .option("--label <name=value>", "Something to remember of it", append, []);

/** Makes the network and prints its id. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { driver, internal, ipv6, label, ...given } = command.opts<Options>();
      if (driver !== "bridge") throw new UserError(`--driver ${driver}: there is only bridge`);
      requireRoot();
      const subnets = parseSubnets(given.subnet, given.gateway);
      const [name = ""] = command.args;
      const labels = Object.fromEntries(label.map(split));
      const wanted = { name, subnets, labels, internal: internal ?? false, ipv6: ipv6 ?? false };
      const { id } = await alone(() => createNetwork(wanted));
      tell("network", "create", id, { name, type: driver });
      print([id]);
      return 0;
    }),
  );

/** @throws UserError without root, with which networks are made */
export function requireRoot(): void {
  if (process.geteuid?.() !== 0) throw new UserError("networks need root (sudo)");
}

function split(text: string): [string, string] {
  const [name = "", ...value] = text.split("=");
  return [name, value.join("=")];
}
