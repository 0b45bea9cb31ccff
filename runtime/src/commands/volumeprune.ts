/** `mydocker volume prune` */
import { Command } from "commander";
import { treeSize } from "../container/diskuse.ts";
import { removeUnused } from "../container/volumeuse.ts";
import { dataOf, listVolumes, type NamedVolume } from "../host/namedvolumes.ts";
import { UserError } from "../kernel/errors.ts";
import { confirmed } from "./confirm.ts";
import { failing } from "./failing.ts";
import { PRUNE_FILTER, PRUNE_FILTERS, parseFilters, type Test } from "./filters.ts";
import { size } from "./human.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

interface Options {
  all?: boolean;
  force?: boolean;
  filter?: string[];
}

const define = () =>
  new Command("mydocker volume prune")
    .description("Remove volumes that no container has and nobody has named, with their data")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-a, --all", "Those with a name too")
    .option("-f, --force", "Do not ask")
    .option(...PRUNE_FILTER);

/** Asks, unless it is told not to; prints what went, and how much room that made. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { all = false, force, filter = [] } = command.opts<Options>();
      const isMeant = parseFilters(filter, PRUNE_FILTERS);
      if (!force && !confirmed(warning(all))) return 0;
      const gone = removeAll(all, isMeant);
      print(gone.length > 0 ? ["Deleted Volumes:", ...gone.map(({ name }) => name), ""] : []);
      const bytes = gone.reduce((sum, { bytes }) => sum + bytes, 0);
      print([`Total reclaimed space: ${size(bytes)}`]);
      return 0;
    }),
  );

/** Removes what is meant and no container has: all, or only those without a name. */
export const removeAll = (all: boolean, isMeant: Test<NamedVolume>) =>
  listVolumes()
    .filter((volume) => (all || volume.anonymous) && isMeant(volume))
    .flatMap(({ name }) => attempt(name) ?? []);

/** Undefined for one that stays. */
function attempt(name: string): { name: string; bytes: number } | undefined {
  const bytes = treeSize(dataOf(name));
  try {
    return removeUnused(name) ? { name, bytes } : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined; // somebody has it
    throw error;
  }
}

const warning = (all: boolean) =>
  `WARNING! This removes all ${all ? "volumes" : "anonymous volumes"} that no container has.`;
