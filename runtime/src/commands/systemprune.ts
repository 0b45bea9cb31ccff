/** `mydocker system prune`: containers that do not run, and what nobody uses then. */
import { Command } from "commander";
import { pruneContainers } from "../container/prune.ts";
import { pruneImages } from "../image/remove.ts";
import { confirmed } from "./confirm.ts";
import { failing } from "./failing.ts";
import { PRUNE_FILTER, PRUNE_FILTERS, parseFilters } from "./filters.ts";
import { size } from "./human.ts";
import { imagesMeant } from "./imagefilter.ts";
import { removeUnused as removeNetworks } from "./networkprune.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { imageUsers } from "./users.ts";
import { removeAll as removeVolumes } from "./volumeprune.ts";

interface Options {
  all?: boolean;
  force?: boolean;
  volumes?: boolean;
  filter?: string[];
}

const define = () =>
  new Command("mydocker system prune")
    .description("Remove containers that do not run, and networks and images that nobody uses")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-a, --all", "All images that no container is made of, not only those without a name")
    .option("-f, --force", "Do not ask")
    .option("--volumes", "Volumes without a name that no container has, too")
    .option(...PRUNE_FILTER);

/** Asks, unless it is told not to; prints what went, and how much room that made. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { all = false, force, volumes = false, filter = [] } = command.opts<Options>();
      const isMeant = parseFilters(filter, PRUNE_FILTERS);
      if (!force && !confirmed(...warning(all, volumes))) return 0;
      // In this order: what a container was made of is nobody's once it is gone.
      const containers = await pruneContainers(isMeant);
      const networks = process.geteuid?.() === 0 ? await removeNetworks(isMeant) : [];
      const gone = volumes ? removeVolumes(false, isMeant) : [];
      const { untagged, images, layers, bytes } = pruneImages(all, imageUsers, imagesMeant(filter));
      section("Containers", containers.names);
      section("Networks", networks);
      section(
        "Volumes",
        gone.map(({ name }) => name),
      );
      const lines = [
        ...untagged.map((name) => `untagged: ${name}`),
        ...[...images, ...layers].map((digest) => `deleted: ${digest}`),
      ];
      section("Images", lines);
      const more = gone.reduce((sum, one) => sum + one.bytes, containers.bytes);
      print([`Total reclaimed space: ${size(bytes + more)}`]);
      return 0;
    }),
  );

const section = (title: string, lines: readonly string[]) =>
  print(lines.length > 0 ? [`Deleted ${title}:`, ...lines, ""] : []);

const warning = (all: boolean, volumes: boolean): string[] => [
  "WARNING! This removes:",
  "  - all containers that do not run",
  "  - all networks that no container is on",
  ...(volumes ? ["  - all anonymous volumes that no container has"] : []),
  `  - all images ${all ? "without a container" : "without a name"}`,
];
