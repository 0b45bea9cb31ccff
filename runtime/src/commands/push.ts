/** `mydocker push`: an image to a registry. */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { pushImage } from "../image/registry/push.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { openProgress } from "./progress.ts";

const define = () =>
  new Command("mydocker push")
    .description("Put an image into a registry, under its own name ('mydocker tag' gives it one)")
    .usage("[OPTIONS] NAME[:TAG]")
    .argument("<name>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-q, --quiet", "Show no progress");

/** Pushes the image and prints its digest. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const progress = await openProgress(command.opts().quiet === true);
      try {
        const digest = await pushImage(command.args[0] ?? "", progress.watch);
        progress.stop();
        const [name = ""] = command.args;
        tell("image", "push", name, { name });
        print([`Digest: ${digest}`]);
        return 0;
      } finally {
        progress.stop();
      }
    }),
  );
