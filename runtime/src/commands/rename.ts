/** `mydocker rename` */

import { Command } from "commander";
import { tellOf } from "../container/events.ts";
import { renameKnown } from "../container/resources.ts";
import { find } from "../container/store.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";

/** The command, to be parsed with. */
export const define = () =>
  new Command("mydocker rename")
    .description("Give a container another name")
    .usage("CONTAINER NAME")
    .argument("<container>")
    .argument("<name>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help");

/** Renames it, and prints nothing. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, ({ args: [from = "", to = ""] }) =>
    failing(async () => {
      const before = find(from);
      const renamed = await renameKnown(before.id, to);
      if (renamed) tellOf(renamed, "rename", { oldName: before.name });
      return 0;
    }),
  );
