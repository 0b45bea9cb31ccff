/** `mydocker ps`: the containers there are. */
import { Command } from "commander";
import type { ContainerRecord } from "../container/record.ts";
import { stateOf } from "../container/state.ts";
import { list } from "../container/store.ts";
import { age, table } from "./human.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";

interface Options {
  all?: boolean;
  quiet?: boolean;
  json?: boolean;
  trunc: boolean;
}

const define = () =>
  new Command("mydocker ps")
    .description("List containers that run")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-a, --all", "Those that have ended, too")
    .option("-q, --quiet", "Only ids")
    .option("--no-trunc", "Show ids and commands in full")
    .option("--json", "One JSON object a line, for programs");

/** Prints the containers, the newest first. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, async (command) => {
    const options = command.opts<Options>();
    const rows = list().filter((record) => options.all || stateOf(record) === "running");
    if (options.json)
      print(rows.map((record) => JSON.stringify({ ...record, state: stateOf(record) })));
    else if (options.quiet) print(rows.map((record) => shortId(record, options)));
    else
      print(
        table(
          HEADINGS,
          rows.map((record) => rowOf(record, options)),
        ),
      );
    return 0;
  });

const HEADINGS = ["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "NAMES"];
const LONGEST = 20; // characters of a command, as docker

function rowOf(record: ContainerRecord, options: Options): string[] {
  const { image = "", argv, created, name } = record;
  const command = argv.join(" ");
  const short =
    options.trunc && command.length > LONGEST ? `${command.slice(0, LONGEST - 1)}…` : command;
  return [
    shortId(record, options),
    image,
    JSON.stringify(short),
    age(created),
    status(record),
    name,
  ];
}

const shortId = ({ id }: ContainerRecord, { trunc }: Options) => (trunc ? id.slice(0, 12) : id);

function status(record: ContainerRecord): string {
  const state = stateOf(record);
  if (state === "running") return `Up ${age(record.created).replace(/ ago$/, "")}`;
  if (state === "created") return "Created";
  return `Exited (${record.exitCode ?? "unknown"}) ${age(record.finished ?? record.created)}`;
}
