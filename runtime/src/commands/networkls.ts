/** `mydocker network ls` */
import { Command } from "commander";
import { listNetworks, type NetworkRecord } from "../host/network/records.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { table } from "./human.ts";
import { describe } from "./networkinspect.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

interface Options {
  quiet?: boolean;
  json?: boolean;
  trunc: boolean;
  filter: string[];
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
    .option("--json", "One JSON object a line, for programs")
    .option("-f, --filter <name=value>", "name=PART, driver=NAME, label=NAME[=VALUE]", append, []);

/** Prints the networks by name. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const { quiet, json, trunc, filter } = command.opts<Options>();
      const tests = filter.map(parseFilter);
      const shown = listNetworks().filter((network) => tests.every((test) => test(network)));
      const id = (network: NetworkRecord) => (trunc ? network.id.slice(0, 12) : network.id);
      if (json) print(shown.map((network) => JSON.stringify(describe(network))));
      else if (quiet) print(shown.map(id));
      else {
        const rows = shown.map((network) => [id(network), network.name, "bridge", "local"]);
        print(table(["NETWORK ID", "NAME", "DRIVER", "SCOPE"], rows));
      }
      return 0;
    }),
  );

type Test = (network: NetworkRecord) => boolean;

function parseFilter(text: string): Test {
  const [name, ...rest] = text.split("=");
  const value = rest.join("=");
  if (name === "name") return (network) => network.name.includes(value);
  if (name === "driver") return () => value === "bridge";
  if (name === "label") return ({ labels }) => hasLabel(labels, value);
  throw new UserError(
    `--filter ${JSON.stringify(text)}: name=PART, driver=NAME or label=NAME[=VALUE] is needed`,
  );
}

function hasLabel(labels: NetworkRecord["labels"], text: string): boolean {
  const [name = "", ...value] = text.split("=");
  if (!Object.hasOwn(labels, name)) return false;
  return value.length === 0 || labels[name] === value.join("=");
}
