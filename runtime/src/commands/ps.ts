/** `mydocker ps`: the containers there are. */
import { Command } from "commander";
import { lives } from "../container/lives.ts";
import { type Seen, seeAll } from "../container/seen.ts";
import { isUp } from "../container/state.ts";
import { list, listOf } from "../container/store.ts";
import { UserError } from "../kernel/errors.ts";
import { table } from "./human.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { asksForAll, parsePsFilters } from "./psfilter.ts";
import { type Column, cellsOf, HEADINGS, rowOf } from "./psrow.ts";

interface Options {
  all?: boolean;
  quiet?: boolean;
  json?: boolean;
  trunc: boolean;
  last?: string;
  latest?: boolean;
  size?: boolean;
  filter?: string[];
  format?: string;
}

const append = (value: string, before: string[] = []) => [...before, value];

const define = () =>
  new Command("mydocker ps")
    .description("List containers that run")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-a, --all", "Those that have ended, too")
    .option("-f, --filter <name=value>", "Only those (status, name, label, ancestor, …)", append)
    .option("--format <template>", "Print this of each ({{.Names}}), or json, or table TEMPLATE")
    .option("-n, --last <count>", "The last ones that were made, whatever they do")
    .option("-l, --latest", "The last one")
    .option("-q, --quiet", "Only ids")
    .option("-s, --size", "What their changes take on the disk")
    .option("--no-trunc", "Show ids and commands in full")
    .option("--json", "One JSON object a line, for programs");

/** Prints the containers, the newest first. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, async (command) => {
    const options = command.opts<Options>();
    print(await linesOf(options, select(options)));
    return 0;
  });

/** Without a wish for those that do not run, only the records of those that live are read. */
function select(options: Options): Seen[] {
  const { filter = [] } = options;
  const last = options.latest ? 1 : countOf(options.last);
  const all = options.all || last !== undefined || asksForAll(filter);
  const meant = parsePsFilters(filter);
  const seen = seeAll(all ? list() : listOf(lives()));
  const chosen = seen.filter(
    (one) => (all || isUp(one.state) || one.state === "restarting") && meant(one),
  );
  return chosen.slice(0, last);
}

/** docker's default is -1, which means all. */
function countOf(text: string | undefined): number | undefined {
  if (text === undefined || /^-[0-9]+$/.test(text)) return undefined;
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new UserError(`--last ${JSON.stringify(text)}: a number of containers is needed`);
}

async function linesOf(options: Options, seen: readonly Seen[]): Promise<string[]> {
  const { trunc, size = false, format } = options;
  if (options.json) return seen.map(({ record, state }) => JSON.stringify({ ...record, state }));
  if (options.quiet) return seen.map(({ record: { id } }) => (trunc ? id.slice(0, 12) : id));
  const sized = size || /\.Size/.test(format ?? "");
  const diskUsage = sized ? (await import("../host/diskusage.ts")).diskUsage : undefined;
  const manner = { trunc, diskUsage };
  if (format !== undefined && format !== "table") {
    const rows = seen.map((one) => rowOf(one, manner));
    const { formatList } = await import("./template/list.ts");
    return formatList(format, rows, HEADINGS);
  }
  const shown = COLUMNS.filter((column) => column !== "Size" || size);
  return table(
    shown.map((column) => HEADINGS[column]),
    seen.map((one) => cellsOf(one, manner, shown)),
  );
}

const COLUMNS = [
  "ID",
  "Image",
  "Command",
  "RunningFor",
  "Status",
  "Ports",
  "Names",
  "Size",
] as const satisfies readonly Column[];
