/** `mydocker attach`: this terminal becomes that of a container that runs. */
import { Command } from "commander";
import { attach } from "../container/attach.ts";
import { DETACH_KEYS } from "../container/detachkeys.ts";
import { findRunning } from "../container/running.ts";
import { stateOf } from "../container/state.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";

interface Options {
  stdin: boolean;
  sigProxy?: string | boolean;
  detachKeys: string;
}

const define = () =>
  new Command("mydocker attach")
    .description("Show what a container writes from now on, and pass on what is typed")
    .usage("[OPTIONS] CONTAINER")
    .argument("<container>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("--detach-keys <keys>", "What leaves the container", DETACH_KEYS)
    .option("--no-stdin", "Do not pass standard input on")
    .option("--sig-proxy [yes]", "Pass signals on (--sig-proxy=false: do not)", true);

/** Ends with the container's exit code, or with 0 when the keys to leave were typed. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { stdin, detachKeys, sigProxy } = command.opts<Options>();
      const { record } = findRunning(command.args[0] ?? "");
      if (stateOf(record) === "paused") {
        throw new UserError(
          `container ${record.name} is paused: 'mydocker unpause ${record.name}' first`,
        );
      }
      const input = stdin && (record.spec?.interactive ?? false);
      const proxy = `${sigProxy}` !== "false";
      const { ended } = await attach(record, { input, endsInput: false, detachKeys, proxy });
      return (await ended) ?? 0;
    }),
  );
