/** `mydocker image prune`: images without a name, and content that no image needs. */
import { Command } from "commander";
import { pruneImages } from "../image/remove.ts";
import { confirmed } from "./confirm.ts";
import { failing } from "./failing.ts";
import { PRUNE_FILTER } from "./filters.ts";
import { size } from "./human.ts";
import { imagesMeant } from "./imagefilter.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { imageUsers } from "./users.ts";

interface Options {
  all?: boolean;
  force?: boolean;
  filter?: string[];
}

const define = () =>
  new Command("mydocker image prune")
    .description("Remove images without a name, and what killed commands left of others")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-a, --all", "All images that no container is made of")
    .option("-f, --force", "Do not ask")
    .option(...PRUNE_FILTER);

/** Asks, unless it is told not to; prints what went, and how much room that made. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { all = false, force, filter = [] } = command.opts<Options>();
      const isMeant = imagesMeant(filter);
      if (!force && !confirmed(warning(all))) return 0;
      const { untagged, images, layers, bytes } = pruneImages(all, imageUsers, isMeant);
      const lines = [
        ...untagged.map((name) => `untagged: ${name}`),
        ...[...images, ...layers].map((digest) => `deleted: ${digest}`),
      ];
      print(lines.length > 0 ? ["Deleted Images:", ...lines, ""] : []);
      print([`Total reclaimed space: ${size(bytes)}`]);
      return 0;
    }),
  );

const warning = (all: boolean) =>
  `WARNING! This removes all images ${all ? "without a container" : "without a name"}.`;
