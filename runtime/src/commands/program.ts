/** `mydocker` without a command that exists: help, the version, or what was probably meant. */
import { Command } from "commander";
import mydockerPackage from "../../package.json" with { type: "json" };
import { EXIT } from "../kernel/errors.ts";
import { commands } from "./index.ts";
import { parseWith } from "./parse.ts";
import { printError } from "./print.ts";

/** Prints help or the version and returns 0; without arguments, help on standard error and 125. */
export async function program(argv: readonly string[]): Promise<number> {
  const mydocker = new Command("mydocker")
    .usage("COMMAND [OPTIONS]")
    .description("A small, complete, daemonless Docker")
    .version(`mydocker ${mydockerPackage.version}`, "-v, --version", "Print the version")
    .helpOption("-h, --help", "Print this help")
    .helpCommand(false)
    .addHelpText("after", "\nRun 'mydocker COMMAND --help' for more about a command.");
  for (const [name, { summary }] of Object.entries(commands)) {
    if (summary !== undefined) mydocker.command(name).description(summary).usage("[OPTIONS]");
  }
  if (argv.length > 0) return parseWith(mydocker, argv, async () => 0);
  printError(mydocker.helpInformation());
  return EXIT.OWN;
}
