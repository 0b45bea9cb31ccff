/** `mydocker unpause` */

import { Command } from "commander";
import { tellOf } from "../container/events.ts";
import { unpauseContainer } from "../container/pausing.ts";
import { find } from "../container/store.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { forEach } from "./several.ts";

const define = () =>
  new Command("mydocker unpause")
    .description("Let the processes of paused containers go on")
    .usage("CONTAINER [CONTAINER...]")
    .argument("<containers...>")
    .helpOption("--help", "Print this help");

/** Does so with each and prints what it was called; 1 when one of them could not be. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, ({ args }) =>
    forEach(args, async (name) => {
      const record = find(name);
      await unpauseContainer(record);
      tellOf(record, "unpause");
      print([name]);
    }),
  );
