/** `mydocker diff`: what a container changed of its image. */
import { Command } from "commander";
import { containerChanges } from "../container/changes.ts";
import { find } from "../container/store.ts";
import { shown } from "../image/paths.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

const define = () =>
  new Command("mydocker diff")
    .description("Show what a container changed of its image: A added, C changed, D deleted")
    .usage("CONTAINER")
    .argument("<container>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help");

/** Prints a change a line, as docker does. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, ({ args: [name = ""] }) =>
    failing(async () => {
      print(containerChanges(find(name)).map(({ kind, path }) => `${kind} ${shown(path)}`));
      return 0;
    }),
  );
