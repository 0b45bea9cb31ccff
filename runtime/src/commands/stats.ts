/** `mydocker stats`: what containers use, again and again. */
import { setTimeout } from "node:timers/promises";
import { isatty } from "node:tty";
import { Command } from "commander";
import { cpuPercent, type Measure, measure } from "../container/measure.ts";
import type { ContainerRecord } from "../container/record.ts";
import { isUp, stateOf } from "../container/state.ts";
import { find, list } from "../container/store.ts";
import { failing } from "./failing.ts";
import { binarySize, size, table } from "./human.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { formatList } from "./template/list.ts";

interface Options {
  all?: boolean;
  stream: boolean;
  trunc: boolean;
  format?: string;
  json?: boolean;
}

const PERIOD = 1000; // ms between two readings
const FIRST = 300; // ms until the first one, from which the share of the processor is told

/** The command, to be parsed with. */
export const define = () =>
  new Command("mydocker stats")
    .description("Show what containers use: processor, memory, network, disks, processes")
    .usage("[OPTIONS] [CONTAINER...]")
    .argument("[containers...]")
    .helpOption("--help", "Print this help")
    .option("-a, --all", "Those that do not run, too")
    .option("--no-stream", "Once, and not again and again")
    .option("--no-trunc", "Show ids in full")
    .option("--format <template>", "'json', 'table TEMPLATE' or a template, as docker has them")
    .option("--json", "One JSON object a line, for programs, with numbers");

/** Prints once, or until it is interrupted; on a terminal always in the same place. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const options = command.opts<Options>();
      const chosen = () => choose(command.args, options);
      let before = chosen().map(measure);
      await setTimeout(FIRST);
      if (!options.stream) {
        print(show(before, chosen().map(measure), options));
        return 0;
      }
      for (let screen = openScreen(); ; ) {
        const now = chosen().map(measure);
        screen(show(before, now, options));
        before = now;
        await setTimeout(PERIOD);
      }
    }),
  );

/** Looked for anew each time: containers come and go. */
function choose(names: readonly string[], { all }: Options): ContainerRecord[] {
  if (names.length > 0) return names.map(find);
  return list().filter((record) => all || isUp(stateOf(record)));
}

/** Where nobody looks at a screen, each time is written below the one before. */
function openScreen(): (lines: readonly string[]) => void {
  if (!isatty(1) || process.env.TERM === "dumb") return print;
  const [HOME, CLEAR_LINE, CLEAR_BELOW] = ["\x1b[H", "\x1b[K", "\x1b[J"];
  let first = true;
  return (lines) => {
    const start = first ? `\x1b[2J${HOME}` : HOME;
    first = false;
    print([start + lines.map((line) => line + CLEAR_LINE).join("\n"), `${CLEAR_BELOW}\x1b[A`]);
  };
}

function show(before: readonly Measure[], now: readonly Measure[], options: Options): string[] {
  const rows = now.map((one) => {
    const earlier = before.find(({ record }) => record.id === one.record.id) ?? one;
    return rowOf(one, cpuPercent(earlier, one), options);
  });
  if (options.json) return rows.map((row) => JSON.stringify(row));
  if (options.format !== undefined) return formatList(options.format, rows.map(asDocker), HEADINGS);
  return table(
    Object.values(HEADINGS),
    rows.map((row) => Object.keys(HEADINGS).map((key) => String(row[key as keyof typeof row]))),
  );
}

const HEADINGS = {
  ID: "CONTAINER ID",
  Name: "NAME",
  CPUPerc: "CPU %",
  MemUsage: "MEM USAGE / LIMIT",
  MemPerc: "MEM %",
  NetIO: "NET I/O",
  BlockIO: "BLOCK I/O",
  PIDs: "PIDS",
};

/** docker's fields, which are for people, and Numbers, which are not: bytes, and per cent. */
function rowOf(one: Measure, cpu: number, { trunc }: Options) {
  const { record, memory, memoryLimit, net, block, pids } = one;
  const share = memoryLimit > 0 ? (memory / memoryLimit) * 100 : 0;
  const ID = trunc ? record.id.slice(0, 12) : record.id;
  return {
    BlockIO: `${size(block.read)} / ${size(block.written)}`,
    CPUPerc: `${cpu.toFixed(2)}%`,
    Container: ID,
    ID,
    MemPerc: `${share.toFixed(2)}%`,
    MemUsage: `${binarySize(memory)} / ${binarySize(memoryLimit)}`,
    Name: record.name,
    NetIO: `${size(net.received)} / ${size(net.sent)}`,
    PIDs: String(pids),
    Numbers: { cpu, memory, memoryLimit, net, block, pids },
  };
}

const asDocker = ({ Numbers: _, ...row }: ReturnType<typeof rowOf>) => row;
