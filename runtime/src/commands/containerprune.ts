/** `mydocker container prune` */
import { Command } from "commander";
import { pruneContainers } from "../container/prune.ts";
import { confirmed } from "./confirm.ts";
import { failing } from "./failing.ts";
import { PRUNE_FILTER, PRUNE_FILTERS, parseFilters } from "./filters.ts";
import { size } from "./human.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

const define = () =>
  new Command("mydocker container prune")
    .description("Remove all containers that do not run")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-f, --force", "Do not ask")
    .option(...PRUNE_FILTER);

const WARNING = "WARNING! This removes all containers that do not run.";

/** Asks, unless it is told not to; prints what went, and how much room that made. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { force, filter = [] } = command.opts<{ force?: boolean; filter?: string[] }>();
      const isMeant = parseFilters(filter, PRUNE_FILTERS);
      if (!force && !confirmed(WARNING)) return 0;
      const { names, bytes } = await pruneContainers(isMeant);
      print(names.length > 0 ? ["Deleted Containers:", ...names, ""] : []);
      print([`Total reclaimed space: ${size(bytes)}`]);
      return 0;
    }),
  );
