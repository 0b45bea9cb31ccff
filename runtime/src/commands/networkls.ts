/** `mydocker network ls` */
import { Command } from "commander";
import { leasesOf, listNetworks, type NetworkRecord } from "../host/network/records.ts";
import { failing } from "./failing.ts";
import { type Filters, hasLabel, parseFilters, textOf, yesOrNo } from "./filters.ts";
import { table } from "./human.ts";
import { describe } from "./networkinspect.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { formatList } from "./template/list.ts";

interface Options {
  quiet?: boolean;
  json?: boolean;
  trunc: boolean;
  filter: string[];
  format?: string;
}

const append = (value: string, before: string[]) => [...before, value];

const define = () =>
  new Command("mydocker network ls")
    .description("List networks")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-q, --quiet", "Only ids")
    .option("--no-trunc", "Show ids in full")
    .option("--format <template>", "'json', 'table TEMPLATE' or a template, as docker has them")
    .option("--json", "One JSON object a line, for programs")
    .option("-f, --filter <name=value>", "name=PART, driver=NAME, label=NAME[=VALUE]", append, []);

/** Prints the networks by name. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { quiet, json, trunc, filter, format } = command.opts<Options>();
      const shown = listNetworks().filter(parseFilters(filter, FILTERS));
      const id = (network: NetworkRecord) => (trunc ? network.id.slice(0, 12) : network.id);
      if (json) print(shown.map((network) => JSON.stringify(describe(network))));
      else if (quiet) print(shown.map(id));
      else if (format !== undefined && format !== "table") {
        const fields = shown.map((network) => ({ ...fieldsOf(network), ID: id(network) }));
        print(formatList(format, fields, HEADINGS));
      } else {
        const rows = shown.map((network) => [id(network), network.name, "bridge", "local"]);
        print(table(["NETWORK ID", "NAME", "DRIVER", "SCOPE"], rows));
      }
      return 0;
    }),
  );

const FILTERS: Filters<NetworkRecord> = {
  name: (value) => (network) => network.name.includes(value),
  id: (value) => (network) => network.id.startsWith(value),
  driver: (value) => () => value === "bridge",
  scope: (value) => () => value === "local",
  label:
    (value) =>
    ({ labels }) =>
      hasLabel(labels, value),
  dangling: (value) => {
    const wanted = yesOrNo("dangling", value);
    return (network) => (leasesOf(network).length === 0) === wanted;
  },
};

const HEADINGS = { ID: "NETWORK ID" };

const fieldsOf = (network: NetworkRecord) => ({
  ID: network.id,
  Name: network.name,
  Driver: "bridge",
  Scope: "local",
  IPv6: `${describe(network).EnableIPv6}`,
  Internal: `${network.internal}`,
  Labels: textOf(network.labels),
  CreatedAt: network.created,
});
