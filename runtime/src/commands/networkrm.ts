/** `mydocker network rm` */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { findNetwork } from "../container/findnetwork.ts";
import { alone } from "../host/network/alone.ts";
import { removeNetwork } from "../host/network/networks.ts";
import type { NetworkRecord } from "../host/network/records.ts";
import { UserError } from "../kernel/errors.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { forEach } from "./several.ts";

const define = () =>
  new Command("mydocker network rm")
    .description("Remove networks; not those that containers are on")
    .usage("[OPTIONS] NETWORK [NETWORK...]")
    .argument("<networks...>")
    .helpOption("--help", "Print this help")
    .option("-f, --force", "Say nothing of one that is not there");

/** Removes each and prints its name; 1 when one of them could not be. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    forEach(command.args, async (reference) => {
      const network = findOrNot(reference, command.opts().force === true);
      if (network === undefined) return;
      const { id, name } = network;
      await alone(() => removeNetwork(name));
      tell("network", "destroy", id, { name, type: "bridge" });
      print([name]);
    }),
  );

function findOrNot(reference: string, mayMiss: boolean): NetworkRecord | undefined {
  try {
    return findNetwork(reference);
  } catch (error) {
    if (mayMiss && error instanceof UserError) return undefined;
    throw error;
  }
}
