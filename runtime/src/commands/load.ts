/** `mydocker load`: images out of an archive. */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { loadImages } from "../image/load.ts";
import { naming } from "../image/trouble.ts";
import { metered } from "../image/watch.ts";
import { failing } from "./failing.ts";
import { openInput } from "./input.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { openProgress } from "./progress.ts";

const define = () =>
  new Command("mydocker load")
    .description("Load images from an archive that docker, podman, skopeo or mydocker made")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-i, --input <file>", "Read from a file, instead of standard input")
    .option("-q, --quiet", "Show no progress");

/** Loads the images and prints their names; their ids where they have none. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) => failing(() => load(command.opts())));

async function load(options: { input?: string; quiet?: boolean }): Promise<number> {
  const input = openInput("load", options.input);
  const progress = await openProgress(options.quiet);
  try {
    const meter = progress.watch("Reading", input.size);
    const loaded = await naming(input.name, () =>
      loadImages(metered(input.bytes, meter), progress.watch),
    );
    progress.stop();
    for (const { id, names } of loaded) {
      tell("image", "load", id, { name: names[0] ?? id });
      print(
        names.length > 0
          ? names.map((name) => `Loaded image: ${name}`)
          : [`Loaded image ID: ${id}`],
      );
    }
    return 0;
  } finally {
    progress.stop();
  }
}
