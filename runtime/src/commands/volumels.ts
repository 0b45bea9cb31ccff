/** `mydocker volume ls` */
import { Command } from "commander";
import { volumeUsers } from "../container/volumeuse.ts";
import { isHeld, listVolumes, type NamedVolume } from "../host/namedvolumes.ts";
import { failing } from "./failing.ts";
import { type Filters, hasLabel, parseFilters, textOf, yesOrNo } from "./filters.ts";
import { table } from "./human.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { formatList } from "./template/list.ts";
import { describe } from "./volumeinspect.ts";

interface Options {
  quiet?: boolean;
  json?: boolean;
  filter: string[];
  format?: string;
}

const append = (value: string, before: string[]) => [...before, value];

const define = () =>
  new Command("mydocker volume ls")
    .description("List volumes")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-q, --quiet", "Only names")
    .option("--format <template>", "'json', 'table TEMPLATE' or a template, as docker has them")
    .option("--json", "One JSON object a line, for programs")
    .option(
      "-f, --filter <name=value>",
      "dangling=true (nobody has them), name=PART, label=NAME[=VALUE]",
      append,
      [],
    );

/** Prints the volumes by name. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { quiet, json, filter, format } = command.opts<Options>();
      const shown = listVolumes().filter(parseFilters(filter, FILTERS));
      if (json) print(shown.map((volume) => JSON.stringify(describe(volume))));
      else if (quiet) print(shown.map(({ name }) => name));
      else if (format !== undefined && format !== "table")
        print(formatList(format, shown.map(fieldsOf), HEADINGS));
      else
        print(
          table(
            ["DRIVER", "VOLUME NAME"],
            shown.map(({ name }) => ["local", name]),
          ),
        );
      return 0;
    }),
  );

const FILTERS: Filters<NamedVolume> = {
  name: (value) => (volume) => volume.name.includes(value),
  driver: (value) => () => value === "local",
  label:
    (value) =>
    ({ labels }) =>
      hasLabel(labels, value),
  dangling: (value) => {
    const users = volumeUsers();
    const wanted = yesOrNo("dangling", value);
    return (volume) => (!users.has(volume.name) && !isHeld(volume.name)) === wanted;
  },
};

const HEADINGS = { Name: "VOLUME NAME" };

const fieldsOf = (volume: NamedVolume) => {
  const { Name, Driver, Scope, Mountpoint } = describe(volume);
  return { Name, Driver, Scope, Mountpoint, Labels: textOf(volume.labels) };
};
