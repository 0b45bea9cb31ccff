/** Commands under a common word, such as `image ls`. */
import { Command } from "commander";
import { EXIT } from "../kernel/errors.ts";
import type { CommandModule } from "./index.ts";
import { DESCRIBE, parseWith } from "./parse.ts";
import { printError } from "./print.ts";

/** The commands by name, in the order in which `--help` lists them. */
export type Members = Readonly<
  Record<string, { readonly summary: string; load(): Promise<CommandModule> }>
>;

/** What DESCRIBE leads to: the members are described each by itself. */
export class DescribedGroup extends Error {
  override name = "DescribedGroup";
  readonly members: Members;

  constructor(members: Members) {
    super("a group of commands");
    this.members = members;
  }
}

/**
 * Runs the command that the first word names; else says which there are, or which was meant.
 *
 * @param group the word before, for people
 * @param aliases other names of the members
 */
export async function runMember(
  group: string,
  summary: string,
  members: Members,
  aliases: Readonly<Record<string, string>>,
  argv: readonly string[],
): Promise<number> {
  if (argv === DESCRIBE) throw new DescribedGroup(members);
  const [word = "", ...rest] = argv;
  const name = Object.hasOwn(aliases, word) ? (aliases[word] ?? "") : word;
  const member = Object.hasOwn(members, name) ? members[name] : undefined;
  if (member) return (await member.load()).main(rest);
  const command = new Command(group)
    .usage("COMMAND [OPTIONS]")
    .description(summary)
    .helpOption("--help", "Print this help")
    .helpCommand(false);
  for (const [member, { summary: what }] of Object.entries(members)) {
    command.command(member).description(what).usage("[OPTIONS]");
  }
  if (word !== "") return parseWith(command, [word, ...rest], async () => 0);
  printError(command.helpInformation());
  return EXIT.OWN;
}
