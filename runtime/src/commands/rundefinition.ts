/** `mydocker run` as commander knows it, for its help and for what it has to say of a mistake. */
import { Command } from "commander";
import { RUN_OPTIONS } from "./runoptions.ts";

/** The command. Options end where the image or the command begins. */
export function defineRun(): Command {
  const run = new Command("mydocker run")
    .description("Run a command in a new container")
    .usage("[OPTIONS] [IMAGE] COMMAND [ARG...]")
    .argument("<command...>")
    .passThroughOptions()
    .helpOption("--help", "Print this help");
  for (const [flags, description, append] of RUN_OPTIONS) {
    if (append) run.option(flags, description, append);
    else run.option(flags, description);
  }
  return run;
}
