/** `mydocker image inspect`: all that is known of images, as JSON. */
import { Command } from "commander";
import { inspectImage } from "../image/inspect.ts";
import { FORMAT, showFound } from "./found.ts";
import { parseWith } from "./parse.ts";

const define = () =>
  new Command("mydocker image inspect")
    .description("Show all that is known of images, as JSON")
    .usage("IMAGE [IMAGE...]")
    .argument("<images...>")
    .helpOption("--help", "Print this help")
    .option(...FORMAT);

/** Prints it; 1 when one of the images is not there. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    showFound(command.args, inspectImage, command.opts<{ format?: string }>().format),
  );
