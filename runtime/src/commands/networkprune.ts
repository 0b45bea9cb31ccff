/** `mydocker network prune` */
import { Command } from "commander";
import { alone } from "../host/network/alone.ts";
import { DEFAULT_NETWORK, removeNetwork } from "../host/network/networks.ts";
import { leasesOf, listNetworks } from "../host/network/records.ts";
import { confirmed } from "./confirm.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

const define = () =>
  new Command("mydocker network prune")
    .description("Remove all networks that no container is on, but for the default one")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-f, --force", "Do not ask");

/** Asks, unless it is told not to; prints what went. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      if (command.opts().force !== true && !confirmed(WARNING)) return 0;
      const gone = await removeUnused();
      print(gone.length > 0 ? ["Deleted Networks:", ...gone, ""] : []);
      return 0;
    }),
  );

/** Removes all that no container is on, but for the default one; returns their names. */
export const removeUnused = (): Promise<string[]> =>
  alone(async () => {
    const unused = listNetworks().filter(
      (network) => network.name !== DEFAULT_NETWORK && leasesOf(network).length === 0,
    );
    for (const { name } of unused) await removeNetwork(name);
    return unused.map(({ name }) => name);
  });

const WARNING = "WARNING! This removes all networks that no container is on.";
