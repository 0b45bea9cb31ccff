/** Command lines: commander's parser, docker's manners. */
import { type Command, CommanderError } from "commander";
import { EXIT, UserError } from "../kernel/errors.ts";
import { normalise } from "./words.ts";

/** In place of a command line: the command is not run, but thrown as it is defined. */
export const DESCRIBE: readonly string[] = [];

/** What DESCRIBE leads to. */
export class Described extends Error {
  override name = "Described";
  readonly command: Command;

  constructor(command: Command) {
    super(command.name());
    this.command = command;
  }
}

/**
 * Parses `argv` and runs the command's action.
 *
 * @param argv or DESCRIBE
 * @param explain says more of an option that there is not
 * @returns the action's exit code; 0 after help or the version
 * @throws UserError for a command line that cannot be understood
 */
export async function parseWith(
  command: Command,
  argv: readonly string[],
  action: (command: Command) => Promise<number>,
  explain: (option: string) => string | undefined = () => undefined,
): Promise<number> {
  if (argv === DESCRIBE) throw new Described(command);
  command.exitOverride().configureOutput({ outputError: () => {} });
  for (const child of command.commands) child.copyInheritedSettings(command);
  try {
    command.parse(normalise(argv, command.options), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const [, unknown = ""] = /unknown option '(--[\w-]+)/.exec(error.message) ?? [];
    throw new UserError(explain(unknown) ?? oneLine(error.message, command), EXIT.OWN);
  }
  return action(command);
}

/** commander says "error: …\n(Did you mean …?)"; ours is one line with the way to the help. */
function oneLine(message: string, command: Command): string {
  const [what = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const meant = suggestion ? `; ${suggestion.replace(/^\((.*)\)$/, "$1").toLowerCase()}` : "";
  return `${what}${meant} (see '${command.name()} --help')`;
}
