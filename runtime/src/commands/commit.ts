/** `mydocker commit`: a new image out of a container's changes. */

import { Command } from "commander";
import { containerChanges, upperOf } from "../container/changes.ts";
import { tellOf } from "../container/events.ts";
import { whilePaused } from "../container/pause.ts";
import type { ContainerRecord } from "../container/record.ts";
import { find, list } from "../container/store.ts";
import { commitChanges } from "../image/commit.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { parseWith } from "./parse.ts";
import { print, printError } from "./print.ts";

interface Options {
  message?: string;
  author?: string;
  change?: string[];
  pause: boolean | string;
}

const append = (value: string, before: string[] = []) => [...before, value];

const define = () =>
  new Command("mydocker commit")
    .description("Make an image of what a container changed")
    .usage("[OPTIONS] [CONTAINER] IMAGE")
    .argument("<names...>", "the container may be left out when there is only one")
    .helpOption("--help", "Print this help")
    .option("-m, --message <text>", "What is remembered of this commit")
    .option("-a, --author <name>", "Who made it")
    .option(
      "-c, --change <instruction>",
      "Change the configuration ('CMD [\"sh\"]', 'ENV A=1')",
      append,
    )
    .option("-p, --pause [yes]", "Let the container stand still meanwhile (default: true)", true)
    .option("--no-pause", "Do not, the same as --pause=false");

/** Makes the image and prints its id. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => commit(command.opts<Options>(), whatOf(command.args))),
  );

async function commit(options: Options, { record, name }: Wanted): Promise<number> {
  const { imageId, argv, config } = record;
  if (imageId === undefined) throw new UserError(`${record.name} is not made of an image`);
  const { message, author, change, pause } = options;
  const { id, remarks } = await commitChanges({
    base: imageId,
    config,
    upper: upperOf(record),
    changes: () => containerChanges(record),
    still: async (read) => {
      const result = await (isYes(pause) ? whilePaused(record, read) : read());
      find(record.id); // had it been removed meanwhile, only a part would have been read
      return result;
    },
    name,
    message,
    author,
    command: argv,
    instructions: change ?? [],
  });
  for (const remark of remarks) printError(`mydocker: ${remark}`);
  tellOf(record, "commit", { imageID: id });
  print([id]);
  return 0;
}

/** Go's own words for a boolean (strconv.ParseBool). */
function isYes(value: boolean | string): boolean {
  if (typeof value === "boolean") return value;
  if (/^(1|t|true)$/i.test(value)) return true;
  if (/^(0|f|false)$/i.test(value)) return false;
  throw new UserError(`--pause=${value}: true or false is needed`);
}

interface Wanted {
  readonly record: ContainerRecord;
  readonly name?: string | undefined;
}

/** `CONTAINER [IMAGE]` is docker's; `IMAGE` alone, the articles', means the only container there is. */
function whatOf(words: readonly string[]): Wanted {
  const [first = "", second, ...more] = words;
  if (more.length > 0)
    throw new UserError(`one container and one image are needed, not ${words.length} names`);
  if (second !== undefined) return { record: find(first), name: second };
  const all = list();
  const [only, another] = all;
  if (all.some(({ id, name }) => name === first || id.startsWith(first)))
    return { record: find(first) };
  if (only && !another) return { record: only, name: first };
  const why = only ? `there are ${all.length} containers` : "there is no container";
  throw new UserError(`${why}: say which, as in 'mydocker commit CONTAINER ${first}'`);
}
