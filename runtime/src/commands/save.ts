/** `mydocker save`: images into an archive. */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { saveImages } from "../image/save.ts";
import { failing } from "./failing.ts";
import { openOutput } from "./output.ts";
import { parseWith } from "./parse.ts";

const define = () =>
  new Command("mydocker save")
    .description("Save images in an archive that docker, podman and skopeo can load")
    .usage("[OPTIONS] IMAGE [IMAGE...]")
    .argument("<images...>")
    .helpOption("--help", "Print this help")
    .option("-o, --output <file>", "Write to a file, instead of standard output");

/** Writes the archive; a file is there when it is complete, or not at all. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const output = openOutput("save", command.opts().output);
      try {
        saveImages(command.args, output.write);
        output.finish();
        for (const name of command.args) tell("image", "save", name, { name });
      } finally {
        output.abandon();
      }
      return 0;
    }),
  );
