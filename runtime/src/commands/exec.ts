/** `mydocker exec`: a command in a container that runs. */
import { Command } from "commander";
import { parseDetachKeys } from "../container/detachkeys.ts";
import { execInContainer } from "../container/exec.ts";
import { findRunning } from "../container/running.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { variables } from "./variables.ts";

interface Options {
  detach?: boolean;
  detachKeys?: string;
  interactive?: boolean;
  tty?: boolean;
  env?: string[];
  envFile?: string[];
  user?: string;
  workdir?: string;
  privileged?: boolean;
}

const append = (value: string, before: string[] = []) => [...before, value];

/** The command, to be parsed with. Options end where the container's name begins. */
export const define = () =>
  new Command("mydocker exec")
    .description("Run a command in a container that runs")
    .usage("[OPTIONS] CONTAINER COMMAND [ARG...]")
    .argument("<container>")
    .argument("<command...>")
    .passThroughOptions()
    .helpOption("--help", "Print this help")
    .option("-d, --detach", "Do not wait for it; its output is lost")
    .option("--detach-keys <keys>", "What leaves it, so that it goes on by itself (needs -it)")
    .option("-i, --interactive", "Pass standard input on")
    .option("-t, --tty", "Give it a terminal")
    .option("-e, --env <name=value>", "Set a variable; NAME alone takes the caller's", append)
    .option("--env-file <file>", "Set variables, one NAME=value a line", append)
    .option("--privileged", "Do not confine it as the container is")
    .option("-u, --user <name|uid[:group|gid]>", "Who it runs as (default: as the container)")
    .option("-w, --workdir <dir>", "Where it starts (default: where the container does)");

/** Runs it, and returns its exit code. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, async (command) => {
    const options = command.opts<Options>();
    const [name = "", ...words] = command.args;
    const env = variables(options);
    const workdir = absolute(options.workdir);
    const detachKeys = keysOf(options);
    const { record } = await failing(async () => findRunning(name));
    const own = record.spec;
    return execInContainer(record, {
      argv: words,
      env: [...(own?.env ?? []), ...env],
      workdir: workdir || own?.workdir || "/",
      user: options.user || own?.user || "",
      terminal: options.tty ?? false,
      interactive: options.interactive ?? false,
      privileged: options.privileged ?? false,
      detached: options.detach ?? false,
      detachKeys,
    });
  });

function keysOf({ detachKeys, detach, tty, interactive }: Options): number[] | undefined {
  if (detachKeys === undefined) return undefined;
  const keys = parseDetachKeys(detachKeys);
  if (!tty || !interactive || detach) {
    throw new UserError("--detach-keys needs -it, and no -d: keys are typed on a terminal");
  }
  return keys.length > 0 ? keys : undefined;
}

function absolute(workdir: string | undefined): string | undefined {
  if (!workdir || workdir.startsWith("/")) return workdir;
  throw new UserError(`--workdir ${JSON.stringify(workdir)} must be an absolute path`);
}
