/** `mydocker network prune` */
import { Command } from "commander";
import { alone } from "../host/network/alone.ts";
import { DEFAULT_NETWORK, removeNetwork } from "../host/network/networks.ts";
import { leasesOf, listNetworks, type NetworkRecord } from "../host/network/records.ts";
import { confirmed } from "./confirm.ts";
import { failing } from "./failing.ts";
import { PRUNE_FILTER, PRUNE_FILTERS, parseFilters, type Test } from "./filters.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

const define = () =>
  new Command("mydocker network prune")
    .description("Remove all networks that no container is on, but for the default one")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-f, --force", "Do not ask")
    .option(...PRUNE_FILTER);

/** Asks, unless it is told not to; prints what went. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { force, filter = [] } = command.opts<{ force?: boolean; filter?: string[] }>();
      const isMeant = parseFilters(filter, PRUNE_FILTERS);
      if (!force && !confirmed(WARNING)) return 0;
      const gone = await removeUnused(isMeant);
      print(gone.length > 0 ? ["Deleted Networks:", ...gone, ""] : []);
      return 0;
    }),
  );

/** Removes all that are meant and no container is on, but for the default one; returns their names. */
export const removeUnused = (isMeant: Test<NetworkRecord>): Promise<string[]> =>
  alone(async () => {
    const unused = listNetworks().filter(
      (network) =>
        network.name !== DEFAULT_NETWORK && isMeant(network) && leasesOf(network).length === 0,
    );
    for (const { name } of unused) await removeNetwork(name);
    return unused.map(({ name }) => name);
  });

const WARNING = "WARNING! This removes all networks that no container is on.";
