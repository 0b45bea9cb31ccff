/** `mydocker pull`: an image from a registry. */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { pullImage } from "../image/registry/pull.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { openProgress } from "./progress.ts";

const define = () =>
  new Command("mydocker pull")
    .description("Get an image from a registry")
    .usage("[OPTIONS] NAME[:TAG|@DIGEST]")
    .argument("<name>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("--mirror <host>", "Ask this host before docker.io (or set MYDOCKER_MIRROR)")
    .option("-q, --quiet", "Print the name only");

/** Pulls the image and prints its digest and its full name. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { mirror, quiet } = command.opts<{ mirror?: string; quiet?: boolean }>();
      const progress = await openProgress(quiet);
      try {
        const { name, digest } = await pullImage(command.args[0] ?? "", mirror, progress.watch);
        progress.stop();
        tell("image", "pull", name, { name });
        print(quiet ? [name] : [`Digest: ${digest}`, name]);
        return 0;
      } finally {
        progress.stop();
      }
    }),
  );
