/** `mydocker rm`: containers that are not needed any more. */
import { Command } from "commander";
import { removeContainer } from "../container/remove.ts";
import { find } from "../container/store.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { forEach } from "./several.ts";

interface Options {
  force?: boolean;
  volumes?: boolean;
}

const define = () =>
  new Command("mydocker rm")
    .description("Remove containers")
    .usage("[OPTIONS] CONTAINER [CONTAINER...]")
    .argument("<containers...>")
    .helpOption("--help", "Print this help")
    .option("-f, --force", "Kill a container that runs")
    .option("-v, --volumes", "Remove its volumes without a name too");

/** Removes each container and prints its name; 1 when one of them could not be. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    forEach(command.args, async (name) => {
      const { force = false, volumes = false } = command.opts<Options>();
      await removeContainer(find(name), force, volumes);
      print([name]);
    }),
  );
