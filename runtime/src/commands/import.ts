/** `mydocker import`: an image out of a root file system's archive. */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { importImage } from "../image/import.ts";
import { naming } from "../image/trouble.ts";
import { metered } from "../image/watch.ts";
import { failing } from "./failing.ts";
import { openInput } from "./input.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { openProgress } from "./progress.ts";

interface Options {
  message?: string;
  change?: string[];
}

const append = (value: string, before: string[] = []) => [...before, value];

const define = () =>
  new Command("mydocker import")
    .description("Make an image out of an archive of a root file system ('-': standard input)")
    .usage("[OPTIONS] FILE|- [REPOSITORY[:TAG]]")
    .argument("<file>")
    .argument("[name]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-m, --message <text>", "What is remembered of it")
    .option("-c, --change <instruction>", "Set the configuration ('CMD [\"sh\"]')", append);

/** Makes the image and prints its id. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) => failing(() => run(command.args, command.opts<Options>())));

async function run([file = "-", name]: readonly string[], options: Options): Promise<number> {
  const input = openInput("import", file);
  const progress = await openProgress();
  const comment = options.message ?? `Imported from ${file}`;
  const wanted = { name, comment, instructions: options.change ?? [] };
  try {
    const meter = progress.watch("Reading", input.size);
    const id = await naming(input.name, () =>
      importImage(metered(input.bytes, meter), wanted, progress.watch),
    );
    progress.stop();
    tell("image", "import", id, { name: name ?? id });
    print([id]);
    return 0;
  } finally {
    progress.stop();
  }
}
