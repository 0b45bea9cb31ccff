/** `mydocker system df` */
import { Command } from "commander";
import { type DiskUse, diskUse } from "../container/diskuse.ts";
import { UserError } from "../kernel/errors.ts";
import { size, table } from "./human.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { formatList } from "./template/list.ts";

interface Options {
  verbose?: boolean;
  format?: string;
  json?: boolean;
}

/** The command, to be parsed with. */
export const define = () =>
  new Command("mydocker system df")
    .description("Show what images, containers and volumes take of the disk")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-v, --verbose", "Each image, container and volume")
    .option("--format <template>", "'json', 'table TEMPLATE' or a template, as docker has them")
    .option("--json", "One JSON object a line, for programs; Bytes are numbers");

/** Prints a line for each kind. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, async (command) => {
    const { format, json, verbose } = command.opts<Options>();
    if (verbose) {
      if (json || format) throw new UserError("-v shows tables: leave out --format and --json");
      print((await import("./systemdfverbose.ts")).detailLines());
      return 0;
    }
    const rows = diskUse().map(rowOf);
    if (json) print(rows.map((row) => JSON.stringify(row)));
    else if (format !== undefined) print(formatList(format, rows, HEADINGS));
    else {
      const fields = Object.keys(HEADINGS) as (keyof typeof HEADINGS)[];
      print(
        table(
          Object.values(HEADINGS),
          rows.map((row) => fields.map((field) => row[field])),
        ),
      );
    }
    return 0;
  });

const HEADINGS = {
  Type: "TYPE",
  TotalCount: "TOTAL",
  Active: "ACTIVE",
  Size: "SIZE",
  Reclaimable: "RECLAIMABLE",
};

function rowOf({ type, total, active, size: bytes, reclaimable }: DiskUse) {
  const share = bytes > 0 ? ` (${Math.round((reclaimable / bytes) * 100)}%)` : "";
  return {
    Type: type,
    TotalCount: `${total}`,
    Active: `${active}`,
    Size: size(bytes),
    Reclaimable: size(reclaimable) + share,
    Bytes: { size: bytes, reclaimable },
  };
}
