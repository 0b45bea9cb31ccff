/** `mydocker image inspect`: all that is known of images, as JSON. */
import { Command } from "commander";
import { inspectImage } from "../image/inspect.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

const define = () =>
  new Command("mydocker image inspect")
    .description("Show all that is known of images, as JSON")
    .usage("IMAGE [IMAGE...]")
    .argument("<images...>")
    .helpOption("--help", "Print this help");

/** Prints one array with an object for each image. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, ({ args }) =>
    failing(async () => {
      print([JSON.stringify(args.map(inspectImage), undefined, 4)]);
      return 0;
    }),
  );
