/** `mydocker kill`: containers get a signal. */

import { Command } from "commander";
import { tellOf } from "../container/events.ts";
import { signalNumber } from "../container/signals.ts";
import { killContainer } from "../container/stop.ts";
import { find } from "../container/store.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { forEach } from "./several.ts";

const define = () =>
  new Command("mydocker kill")
    .description("Send a signal to containers that run")
    .usage("[OPTIONS] CONTAINER [CONTAINER...]")
    .argument("<containers...>")
    .helpOption("--help", "Print this help")
    .option("-s, --signal <signal>", "By name or number", "KILL");

/** Sends it to each and prints what it was called; 1 when one of them could not be. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) => {
    const signal = signalNumber(command.opts().signal);
    return forEach(command.args, async (name) => {
      const record = find(name);
      await killContainer(record, signal);
      tellOf(record, "kill", { signal: `${signal}` });
      print([name]);
    });
  });
