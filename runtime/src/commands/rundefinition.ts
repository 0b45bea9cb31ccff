/** `mydocker run` as commander knows it, for its help and for what it has to say of a mistake. */
import { Command } from "commander";
import { RUN_OPTIONS } from "./runoptions.ts";
import type { OptionRow } from "./words.ts";

/** `run`. */
export const defineRun = (): Command =>
  defineCreation("run", "Run a command in a new container", RUN_OPTIONS);

/** A command that makes a container. Options end where the image or the command begins. */
export function defineCreation(
  name: string,
  description: string,
  options: readonly OptionRow[],
): Command {
  const command = new Command(`mydocker ${name}`)
    .description(description)
    .usage("[OPTIONS] [IMAGE] COMMAND [ARG...]")
    .argument("<command...>")
    .passThroughOptions()
    .helpOption("--help", "Print this help");
  for (const [flags, what, append] of options) {
    if (append) command.option(flags, what, append);
    else command.option(flags, what);
  }
  return command;
}
