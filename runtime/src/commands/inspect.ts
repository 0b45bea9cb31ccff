/** `mydocker inspect`: all that is known of containers, images, volumes and networks. */
import { Command } from "commander";
import { findNetwork } from "../container/findnetwork.ts";
import { inspectContainer } from "../container/inspect.ts";
import { list } from "../container/store.ts";
import { readVolume } from "../host/namedvolumes.ts";
import { lookFor } from "../image/find.ts";
import { inspectImage } from "../image/inspect.ts";
import { UserError } from "../kernel/errors.ts";
import { FORMAT, showFound } from "./found.ts";
import { describe as describeNetwork } from "./networkinspect.ts";
import { parseWith } from "./parse.ts";
import { describe as describeVolume } from "./volumeinspect.ts";

interface Options {
  format?: string;
  type?: string;
  json?: boolean;
}

/** The command, to be parsed with. */
export const define = () =>
  new Command("mydocker inspect")
    .description("Show all that is known of containers, images, volumes or networks, as JSON")
    .usage("[OPTIONS] NAME [NAME...]")
    .argument("<names...>", "a container's before an image's, where a name means both")
    .helpOption("--help", "Print this help")
    .option(...FORMAT)
    .option("--type <type>", "Only a container, image, volume or network")
    .option("--json", "The same as without: it is always JSON");

/** Prints it; 1 when one of the names is nobody's. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, async (command) => {
    const { format, type } = command.opts<Options>();
    const lookers = lookersFor(type);
    return showFound(command.args, (name) => lookUp(name, lookers, type), format);
  });

type Look = (name: string) => object | undefined;

const LOOKERS: Readonly<Record<string, Look>> = {
  container(name) {
    const all = list();
    const exact = all.find((one) => one.name === name.replace(/^\//, "") || one.id === name);
    const [first, second] = all.filter(({ id }) => name !== "" && id.startsWith(name));
    if (!exact && second) throw new UserError(`more than one container's id begins with ${name}`);
    const record = exact ?? first;
    return record && inspectContainer(record);
  },
  image: (name) => (lookFor(name) ? inspectImage(name) : undefined),
  volume(name) {
    const volume = readVolume(name);
    return volume && describeVolume(volume);
  },
  network(name) {
    try {
      return describeNetwork(findNetwork(name));
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  },
};

function lookersFor(type: string | undefined): readonly Look[] {
  if (type === undefined) return Object.values(LOOKERS);
  const one = Object.hasOwn(LOOKERS, type) ? LOOKERS[type] : undefined;
  if (one) return [one];
  throw new UserError(
    `--type ${JSON.stringify(type)}: ${Object.keys(LOOKERS).join(", ")} are possible`,
  );
}

function lookUp(name: string, lookers: readonly Look[], type?: string): object {
  for (const look of lookers) {
    const found = look(name);
    if (found) return found;
  }
  const what = type ?? "container, image, volume or network";
  throw new UserError(`there is no ${what} ${JSON.stringify(name)}`);
}
