/** `mydocker inspect`: all that is known of containers and images, as JSON. */
import { Command } from "commander";
import { stateOf } from "../container/state.ts";
import { list } from "../container/store.ts";
import { lookFor } from "../image/find.ts";
import { inspectImage } from "../image/inspect.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

const define = () =>
  new Command("mydocker inspect")
    .description("Show all that is known of containers or images, as JSON")
    .usage("NAME [NAME...]")
    .argument("<names...>", "containers before images, where a name means both")
    .helpOption("--help", "Print this help");

/** Prints one array with an object for each name. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, ({ args }) =>
    failing(async () => {
      print([JSON.stringify(args.map(about), undefined, 4)]);
      return 0;
    }),
  );

function about(name: string): object {
  const [record] = list().filter((one) => one.name === name || one.id.startsWith(name));
  if (record) return { ...record, state: stateOf(record) };
  if (lookFor(name)) return inspectImage(name);
  throw new UserError(`there is no container and no image ${JSON.stringify(name)}`);
}
