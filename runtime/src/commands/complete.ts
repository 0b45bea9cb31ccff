/**
 * `mydocker complete WORDS…`: what the last word may become, a line each; not for people. All is
 * read from the definitions of the commands, so that none can be forgotten.
 */
import type { Argument, Command } from "commander";
import { list } from "../container/store.ts";
import { listVolumes } from "../host/namedvolumes.ts";
import { listNetworks } from "../host/network/records.ts";
import { readImage } from "../image/read.ts";
import { familiarName, parseReference } from "../image/reference.ts";
import { readTable } from "../image/store/table.ts";
import { DescribedGroup } from "./group.ts";
import { type CommandModule, commands } from "./index.ts";
import { DESCRIBE, Described } from "./parse.ts";
import { print } from "./print.ts";
import { normalise } from "./words.ts";

/** Prints the possibilities; none where files are meant, or nothing is known. */
export async function main(argv: readonly string[]): Promise<number> {
  const words = argv.slice(0, -1);
  const begun = argv.at(-1) ?? "";
  const found = await possibilities(commands, words, begun);
  print([...new Set(found)].filter((one) => one.startsWith(begun)).sort());
  return 0;
}

type Known = Readonly<
  Record<string, { readonly summary?: string; load(): Promise<CommandModule> }>
>;

async function possibilities(
  known: Known,
  [word, ...rest]: readonly string[],
  begun: string,
): Promise<string[]> {
  if (word === undefined) {
    const names = Object.entries(known).flatMap(([name, { summary }]) => (summary ? [name] : []));
    return known === commands ? [...names, "--help", "--version"] : [...names, "--help"];
  }
  const entry = Object.hasOwn(known, word) ? known[word] : undefined;
  if (!entry) return [];
  const about = await describe(await entry.load());
  if (about instanceof DescribedGroup) return possibilities(about.members, rest, begun);
  return about ? inCommand(about.command, rest, begun) : [];
}

async function describe({ main }: CommandModule): Promise<Described | DescribedGroup | undefined> {
  try {
    await main(DESCRIBE);
    return undefined; // a command without options and arguments
  } catch (error) {
    if (error instanceof Described || error instanceof DescribedGroup) return error;
    throw error;
  }
}

function inCommand(command: Command, words: readonly string[], begun: string): string[] {
  const { options } = command;
  const position = positionAfter(words, options);
  if (position.value !== undefined) return valuesOf(position.value);
  if (begun.startsWith("-") && (position.count === 0 || !isVerbatim(command))) {
    return [...options.flatMap(({ long }) => long ?? []), "--help"];
  }
  const all = command.registeredArguments;
  const last = all.at(-1);
  const argument = all[position.count] ?? (last?.variadic ? last : undefined);
  // What is run in a container, and its words, are the container's.
  if (!argument || (isVerbatim(command) && position.count > 0)) return [];
  return namesFor(command, argument);
}

/** Whether what follows the first word is another program's. */
const isVerbatim = (command: Command) =>
  command.registeredArguments.some((one) => one.variadic && /^(command|options)$/.test(one.name()));

interface Position {
  /** How many words that are no options came before. */
  readonly count: number;
  /** The option whose value comes next. */
  readonly value?: string | undefined;
}

function positionAfter(words: readonly string[], options: Command["options"]): Position {
  const normal = normalise(words, options);
  let count = 0;
  for (let i = 0; i < normal.length; i++) {
    const word = normal[i] ?? "";
    if (!word.startsWith("-") || word === "-") count += 1;
    else if (count === 0 || !word.includes("=")) {
      const option = options.find(({ long, short }) => word === long || word === short);
      if (!option?.required) continue;
      i += 1;
      if (i === normal.length) return { count, value: option.long ?? "" };
    }
  }
  return { count };
}

/** The values of an option that names something of ours. */
const valuesOf = (option: string): string[] =>
  option === "--network"
    ? [...networks(), "host", "none"]
    : option === "--volumes-from"
      ? containers()
      : [];

const containers = () => list().map(({ name }) => name);
const networks = () => listNetworks().map(({ name }) => name);
const volumes = () => listVolumes().map(({ name }) => name);
const images = () =>
  readTable()
    .map(readImage)
    .flatMap(({ tags }) => tags.map((tag) => familiarName(parseReference(tag))))
    .flatMap((name) => [name, name.replace(/:latest$/, "")]);

const NAMES: Readonly<Record<string, () => string[]>> = {
  container: containers,
  image: images,
  network: networks,
  volume: volumes,
  shell: () => ["bash", "zsh"],
};

/** By what the definition calls the argument, but where that does not tell. */
function namesFor(command: Command, argument: Argument): string[] {
  const kind = argument.name().replace(/s$/, "");
  const path = command.name().replace(/^mydocker /, "");
  const looked = Object.hasOwn(NAMES, kind) ? NAMES[kind] : undefined;
  if (looked) return looked();
  if (/^(run|create)$/.test(path) || (path === "tag" && kind === "source")) return images();
  if (path === "inspect") return [...containers(), ...images(), ...volumes(), ...networks()];
  return /^(rmi|push|save|history|images)$/.test(path) ? images() : [];
}
