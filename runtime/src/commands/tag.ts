/** `mydocker tag`: one more name for an image. */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { tagImage } from "../image/tag.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";

const define = () =>
  new Command("mydocker tag")
    .description("Give an image one more name")
    .usage("SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]")
    .argument("<source>")
    .argument("<target>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help");

/** Gives the name, and prints nothing, as docker. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const [source = "", target = ""] = command.args;
      tagImage(source, target);
      tell("image", "tag", target, { name: target });
      return 0;
    }),
  );
