/** `mydocker pause` */

import { Command } from "commander";
import { tellOf } from "../container/events.ts";
import { pauseContainer } from "../container/pausing.ts";
import { find } from "../container/store.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { forEach } from "./several.ts";

const define = () =>
  new Command("mydocker pause")
    .description("Let all processes of containers stand still")
    .usage("CONTAINER [CONTAINER...]")
    .argument("<containers...>")
    .helpOption("--help", "Print this help");

/** Does so with each and prints what it was called; 1 when one of them could not be. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, ({ args }) =>
    forEach(args, async (name) => {
      const record = find(name);
      await pauseContainer(record);
      tellOf(record, "pause");
      print([name]);
    }),
  );
