/** `mydocker restart`: containers are stopped, and start again. */

import { Command } from "commander";
import { startAgain } from "../container/again.ts";
import { tellOf } from "../container/events.ts";
import { stopContainer } from "../container/stop.ts";
import { find } from "../container/store.ts";
import { parseSeconds } from "./numbers.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { forEach } from "./several.ts";

interface Options {
  time?: string;
  timeout?: string;
  signal?: string;
}

const define = () =>
  new Command("mydocker restart")
    .description("Stop containers that run, and start them")
    .usage("[OPTIONS] CONTAINER [CONTAINER...]")
    .argument("<containers...>")
    .helpOption("--help", "Print this help")
    .option("-s, --signal <signal>", "What asks it to end (its own, or SIGTERM)")
    .option("-t, --timeout <seconds>", "How long to wait (its own, or 10; -1: for ever)")
    .option("--time <seconds>", "The same");

/** Restarts each and prints what it was called; 1 when one of them could not be. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) => {
    const { time, timeout = time, signal } = command.opts<Options>();
    const seconds = parseSeconds(timeout);
    return forEach(command.args, async (name) => {
      const { id } = find(name);
      await stopContainer(find(id), { signal, seconds });
      const record = find(id);
      await startAgain(record);
      tellOf(record, "restart");
      print([name]);
    });
  });
