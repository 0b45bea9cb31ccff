/** Command lines: commander's parser, docker's manners. */
import { type Command, CommanderError } from "commander";
import { EXIT, UserError } from "../kernel/errors.ts";
import { normalise } from "./words.ts";

/**
 * Parses `argv` and runs the command's action.
 *
 * @returns the action's exit code; 0 after help or the version
 * @throws UserError for a command line that cannot be understood
 */
export async function parseWith(
  command: Command,
  argv: readonly string[],
  action: (command: Command) => Promise<number>,
): Promise<number> {
  command.exitOverride().configureOutput({ outputError: () => {} });
  for (const child of command.commands) child.copyInheritedSettings(command);
  try {
    command.parse(normalise(argv, command.options), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    throw new UserError(oneLine(error.message, command), EXIT.OWN);
  }
  return action(command);
}

/** commander says "error: …\n(Did you mean …?)"; ours is one line with the way to the help. */
function oneLine(message: string, command: Command): string {
  const [what = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const meant = suggestion ? `; ${suggestion.replace(/^\((.*)\)$/, "$1").toLowerCase()}` : "";
  return `${what}${meant} (see '${command.name()} --help')`;
}
