/** `mydocker explain`: a container drawn from what the kernel says of it at this moment. */
import { Command } from "commander";
import { type Picture, pictureOf } from "../container/explain/picture.ts";
import { findRunning } from "../container/running.ts";
import { drawSvg } from "./explain/svg.ts";
import { drawText } from "./explain/text.ts";
import { failing } from "./failing.ts";
import { openOutput } from "./output.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

interface Options {
  svg?: string;
  json?: boolean;
}

const define = () =>
  new Command("mydocker explain")
    .description("Draw a container that runs: namespaces, cgroups, layers, mounts, network")
    .usage("[OPTIONS] CONTAINER")
    .argument("<container>")
    .helpOption("--help", "Print this help")
    .option("--svg <file>", "Write the drawing to a file instead")
    .option("--json", "What would be drawn, for programs");

/** Nothing of it is remembered: what was changed by hand shows. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const picture = pictureOf(findRunning(command.args[0] ?? ""));
      const { svg, json } = command.opts<Options>();
      if (svg !== undefined) writeDrawing(svg, drawSvg(picture));
      else print(json ? [toJson(picture)] : drawText(picture));
      return 0;
    }),
  );

function writeDrawing(file: string, drawing: string): void {
  const output = openOutput("explain", file);
  try {
    output.write(Buffer.from(drawing));
    output.finish();
  } finally {
    output.abandon();
  }
}

const toJson = (picture: Picture): string =>
  JSON.stringify(
    picture,
    (_, value) => (value instanceof Map ? Object.fromEntries(value) : value),
    2,
  );
