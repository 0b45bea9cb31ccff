/** `mydocker wait`: until containers have ended. */
import { Command } from "commander";
import { find } from "../container/store.ts";
import { waitForEnd } from "../container/waiting.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { forEach } from "./several.ts";

const define = () =>
  new Command("mydocker wait")
    .description("Wait until containers have ended, and print their exit codes")
    .usage("CONTAINER [CONTAINER...]")
    .argument("<containers...>")
    .helpOption("--help", "Print this help");

/** Prints each exit code; 1 when there is no such container. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, ({ args }) =>
    forEach(args, async (name) => print([`${await waitForEnd(find(name))}`])),
  );
