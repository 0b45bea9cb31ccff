/** `mydocker history`: how an image was made. */
import { Command } from "commander";
import { findImage } from "../image/find.ts";
import { readImage, type Step, stepsOf } from "../image/read.ts";
import { failing } from "./failing.ts";
import { age, size, table } from "./human.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { formatList } from "./template/list.ts";

interface Options {
  quiet?: boolean;
  json?: boolean;
  format?: string;
  trunc: boolean;
}

const define = () =>
  new Command("mydocker history")
    .description("Show how an image was made, the latest step first")
    .usage("[OPTIONS] IMAGE")
    .argument("<image>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("--format <template>", "'json', 'table TEMPLATE' or a template, as docker has them")
    .option("-q, --quiet", "Only ids")
    .option("--no-trunc", "Show all in full")
    .option("--json", "One JSON object a line, for programs; Bytes is the size");

const MISSING = "<missing>"; // docker's word for a step that is no image of its own
const WIDTH = 45; // characters of a command that docker shows

/** Prints the steps. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const options = command.opts<Options>();
      const image = readImage(findImage(command.args[0] ?? "").image);
      const id = options.trunc ? image.id.slice("sha256:".length).slice(0, 12) : image.id;
      const rows = stepsOf(image).map((step, i) => ({ step, id: i === 0 ? id : MISSING }));
      if (options.quiet) print(rows.map((row) => row.id));
      else if (options.json) print(rows.map(toJson));
      else if (options.format !== undefined && options.format !== "table") {
        print(formatList(options.format, rows.map(fieldsOf), HEADINGS));
      } else print(toTable(rows, options));
      return 0;
    }),
  );

interface Row {
  readonly id: string;
  readonly step: Step;
}

function toTable(rows: readonly Row[], { trunc }: Options): string[] {
  const short = (text: string) =>
    trunc && text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
  return table(
    ["IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT"],
    rows.map(({ id, step }) => [
      id,
      age(step.created),
      short(step.by.replace(/\s+/g, " ")),
      size(step.size),
      step.comment,
    ]),
  );
}

const HEADINGS = { ID: "IMAGE", CreatedSince: "CREATED", CreatedBy: "CREATED BY" };

const fieldsOf = ({ id, step }: Row) => ({
  ID: id,
  CreatedAt: step.created ?? "",
  CreatedSince: age(step.created),
  CreatedBy: step.by,
  Size: size(step.size),
  Comment: step.comment,
});

const toJson = (row: Row): string => JSON.stringify({ ...fieldsOf(row), Bytes: row.step.size });
