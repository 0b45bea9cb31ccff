/** `mydocker export`: a container's whole tree as a tar archive. */
import { Command } from "commander";
import { layersOf } from "../container/changes.ts";
import { find } from "../container/store.ts";
import { exportTree } from "../image/export.ts";
import { failing } from "./failing.ts";
import { openOutput } from "./output.ts";
import { parseWith } from "./parse.ts";
import { printError } from "./print.ts";

const define = () =>
  new Command("mydocker export")
    .description("Write a container's files, without its volumes, as a tar archive")
    .usage("[OPTIONS] CONTAINER")
    .argument("<container>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-o, --output <file>", "Write to a file, instead of standard output");

/** Writes the archive; a file is there when it is complete, or not at all. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const layers = layersOf(find(command.args[0] ?? ""));
      const output = openOutput("export", command.opts().output);
      try {
        const remarks = await exportTree(layers, output.write);
        output.finish();
        for (const remark of remarks) printError(`mydocker: ${remark}`);
      } finally {
        output.abandon();
      }
      return 0;
    }),
  );
