/** `mydocker update`: other limits for containers that are there. */

import { Command } from "commander";
import { tellOf } from "../container/events.ts";
import { type LimitOptions, parseLimits } from "../container/limits.ts";
import type { ContainerRecord } from "../container/record.ts";
import { parseRestart } from "../container/restart.ts";
import { find } from "../container/store.ts";
import { updateContainer } from "../container/update.ts";
import { UserError } from "../kernel/errors.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { CREATE_OPTIONS } from "./runoptions.ts";
import { forEach } from "./several.ts";

interface Options extends LimitOptions {
  restart?: string;
}

/** Those of run's options that may change later. */
const CHANGEABLE =
  /--(memory|memory-swap|memory-reservation|cpus|cpu|cpu-quota|cpu-period|cpu-shares|cpuset-cpus|cpuset-mems|pids-limit|blkio-weight|restart) /;

/** The command, to be parsed with. */
export function define(): Command {
  const update = new Command("mydocker update")
    .description("Change limits of containers, at once where they run")
    .usage("[OPTIONS] CONTAINER [CONTAINER...]")
    .argument("<containers...>")
    .helpOption("--help", "Print this help");
  for (const [flags, description] of CREATE_OPTIONS) {
    if (CHANGEABLE.test(flags)) update.option(flags, description);
  }
  return update;
}

/** Prints each container's name when it is done; 1 when one of them could not be. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, async (command) => {
    const options = command.opts<Options>();
    if (Object.keys(options).length === 0) {
      throw new UserError("update needs at least one option, such as --memory 100m");
    }
    const restart = options.restart === undefined ? undefined : parseRestart(options.restart);
    parseLimits({ memory: "1t", ...options }); // a mistake in an option is one of the command line
    return forEach(command.args, async (name) => {
      const record = find(name);
      updateContainer(record, { limits: parseLimits(withMemory(options, record)), restart });
      tellOf(record, "update");
      print([name]);
    });
  });

/** What is said of swap and reservation is measured against the memory that it has. */
function withMemory(options: Options, { spec }: ContainerRecord): LimitOptions {
  const asked = options.memorySwap !== undefined || options.memoryReservation !== undefined;
  const memory = spec?.limits.memory;
  return asked && memory !== undefined ? { memory: `${memory}`, ...options } : options;
}
