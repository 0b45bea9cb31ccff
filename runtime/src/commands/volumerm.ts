/** `mydocker volume rm` */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { removeUnused } from "../container/volumeuse.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { forEach } from "./several.ts";
import { noVolume } from "./volumeinspect.ts";

const define = () =>
  new Command("mydocker volume rm")
    .description("Remove volumes and their data; not those that a container has")
    .usage("[OPTIONS] VOLUME [VOLUME...]")
    .argument("<volumes...>")
    .helpOption("--help", "Print this help")
    .option("-f, --force", "Say nothing of one that is not there");

/** Removes each and prints its name; 1 when one of them could not be. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    forEach(command.args, async (name) => {
      if (!removeUnused(name) && command.opts().force !== true) throw noVolume(name);
      tell("volume", "destroy", name, { driver: "local" });
      print([name]);
    }),
  );
