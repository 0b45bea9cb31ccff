/** `mydocker volume create` */

import { Command } from "commander";
import { tell } from "../container/events.ts";
import { anonymousName, createVolume } from "../host/namedvolumes.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

interface Options {
  driver: string;
  label: string[];
}

const append = (value: string, before: string[]) => [...before, value];

const define = () =>
  new Command("mydocker volume create")
    .description("Make a volume; one that is there already stays as it is")
    .usage("[OPTIONS] [NAME]")
    .argument("[name]", "without one it gets one by chance")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-d, --driver <name>", "Who keeps it; there is only 'local'", "local")
    .option("--label <name=value>", "Something to remember of it", append, []);

/** Makes the volume and prints its name. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { driver, label } = command.opts<Options>();
      if (driver !== "local") throw new UserError(`--driver ${driver}: there is only local`);
      const [given] = command.args;
      const name = given ?? anonymousName();
      const labels = Object.fromEntries(label.map(split));
      createVolume(name, { labels, anonymous: given === undefined });
      tell("volume", "create", name, { driver });
      print([name]);
      return 0;
    }),
  );

function split(text: string): [string, string] {
  const [name = "", ...value] = text.split("=");
  return [name, value.join("=")];
}
