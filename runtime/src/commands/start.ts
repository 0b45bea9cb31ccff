/** `mydocker start`: containers that are there run again. */
import { Command } from "commander";
import { startAgain } from "../container/again.ts";
import { type Attachment, attach } from "../container/attach.ts";
import { DETACH_KEYS, parseDetachKeys } from "../container/detachkeys.ts";
import type { ContainerRecord } from "../container/record.ts";
import { isUp, stateOf } from "../container/state.ts";
import { find } from "../container/store.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { forEach } from "./several.ts";

interface Options {
  attach?: boolean;
  interactive?: boolean;
  detachKeys: string;
}

const define = () =>
  new Command("mydocker start")
    .description("Start containers that do not run")
    .usage("[OPTIONS] CONTAINER [CONTAINER...]")
    .argument("<containers...>")
    .helpOption("--help", "Print this help")
    .option("-a, --attach", "Show its output, pass signals on, and end with its exit code")
    .option("-i, --interactive", "Pass standard input on")
    .option("--detach-keys <keys>", "What leaves an attached container", DETACH_KEYS);

/** Starts each and prints what it was called; 1 when one of them could not be. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) => {
    const options = command.opts<Options>();
    parseDetachKeys(options.detachKeys);
    if (options.attach || options.interactive) return startAttached(command.args, options);
    return forEach(command.args, async (name) => {
      await startAgain(find(name));
      print([name]);
    });
  });

async function startAttached(names: readonly string[], options: Options): Promise<number> {
  const [name = "", second] = names;
  if (second) throw new UserError("start -a and -i take one container: there is one terminal");
  const record = await failing(async () => find(name));
  const { interactive = false, detachKeys } = options;
  const input = interactive && (record.spec?.interactive ?? false);
  const how = { input, endsInput: true, detachKeys, proxy: options.attach ?? false };
  let attached: Attachment | undefined;
  const connect = async (started: ContainerRecord) => {
    attached = await attach(started, how);
  };
  if (isUp(stateOf(record))) await connect(record);
  else await startAgain(record, connect);
  return (await attached?.ended) ?? 0;
}
