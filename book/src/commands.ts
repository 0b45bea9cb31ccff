/**
 * The commands of mydocker with their options, read from the program itself: every command throws
 * its definition instead of running when it is given DESCRIBE.
 *
 * Definitions need no kernel, so the book can be made on any system. A process that has read them
 * makes no containers: it has no addon.
 */
import type { Command } from "commander";
import type { CommandModule } from "../../runtime/src/commands/index.ts";

/** A line of `--help`. */
export interface OptionRow {
  /** `-m, --memory <size>` */
  readonly flags: string;
  readonly what: string;
}

/** A command of mydocker. */
export interface CommandRow {
  /** Its own name first, `run`, then others: `container run`. */
  readonly names: readonly string[];
  /** `mydocker run [OPTIONS] …`; more than one line where there are more forms. */
  readonly usage: string;
  readonly what: string;
  readonly options: readonly OptionRow[];
}

type Known = Readonly<
  Record<string, { readonly summary?: string; load(): Promise<CommandModule> }>
>;

/** All commands that `mydocker --help` lists, in its order. */
export async function commandRows(): Promise<CommandRow[]> {
  const rows = new Map<string, CommandRow>();
  for (const [path, command] of await withoutAddon(definitions)) {
    const own = command.name().replace(/^mydocker /, "");
    const row = rows.get(own);
    const names = [own, ...(row?.names ?? []), path];
    rows.set(own, { ...(row ?? rowOf(command)), names: [...new Set(names)] });
  }
  return [...rows.values()];
}

async function definitions(): Promise<[string, Command][]> {
  const { commands } = await import("../../runtime/src/commands/index.ts");
  return defined(commands, []);
}

/** kernel/native.ts loads the addon as soon as it is imported, and calls nothing of it. */
async function withoutAddon<T>(read: () => Promise<T>): Promise<T> {
  const { dlopen } = process;
  process.dlopen = () => {};
  try {
    return await read();
  } finally {
    process.dlopen = dlopen;
  }
}

async function defined(known: Known, words: readonly string[]): Promise<[string, Command][]> {
  const { DESCRIBE, Described } = await import("../../runtime/src/commands/parse.ts");
  const { DescribedGroup } = await import("../../runtime/src/commands/group.ts");
  const found: [string, Command][] = [];
  for (const [name, { summary, load }] of Object.entries(known)) {
    if (summary === undefined) continue;
    const path = [...words, name];
    const about = await (await load()).main(DESCRIBE).catch((error) => error);
    if (about instanceof DescribedGroup) found.push(...(await defined(about.members, path)));
    else if (about instanceof Described) found.push([path.join(" "), about.command]);
    else throw new Error(`mydocker ${path.join(" ")} does not describe itself`);
  }
  return found;
}

const rowOf = (command: Command): CommandRow => ({
  names: [],
  usage: `${command.name()} ${command.usage()}`.replace(/\n\s+/g, "\n"),
  what: command.description(),
  options: command.options.map(({ flags, description }) => ({ flags, what: description })),
});
