/** `mydocker rmi`: images that are not needed any more. */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { removeImage } from "../image/remove.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { forEach } from "./several.ts";
import { imageUsers } from "./users.ts";

const define = () =>
  new Command("mydocker rmi")
    .description("Remove images; one that has more names loses only the one that is given")
    .usage("[OPTIONS] IMAGE [IMAGE...]")
    .argument("<images...>")
    .helpOption("--help", "Print this help")
    .option("-f, --force", "Also if it has several names, or containers are made of it");

/** Removes each and prints what went with it; 1 when one of them could not be. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    forEach(command.args, async (name) => {
      const removed = removeImage(name, command.opts().force === true, imageUsers);
      for (const one of removed.untagged) tell("image", "untag", one, { name: one });
      for (const one of removed.images) tell("image", "delete", one, { name: one });
      print([
        ...removed.untagged.map((untagged) => `Untagged: ${untagged}`),
        ...[...removed.images, ...removed.layers].map((digest) => `Deleted: ${digest}`),
      ]);
    }),
  );
