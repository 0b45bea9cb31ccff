/** `mydocker logs`: what a container has written. */
import { Command } from "commander";
import { connectTo } from "../container/connection.ts";
import { type LogEntry, readLog } from "../container/logs.ts";
import type { ContainerRecord } from "../container/record.ts";
import { isUp, stateOf } from "../container/state.ts";
import { directoryOf, find } from "../container/store.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { momentOf } from "./moment.ts";
import { parseWith } from "./parse.ts";
import { tryPrintError, writeBytes } from "./print.ts";

interface Options {
  follow?: boolean;
  tail: string;
  since?: string;
  until?: string;
  timestamps?: boolean;
  details?: boolean;
}

const define = () =>
  new Command("mydocker logs")
    .description("Show what a container has written")
    .usage("[OPTIONS] CONTAINER")
    .argument("<container>")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-f, --follow", "Go on until it has ended")
    .option("-n, --tail <lines>", "Only the last ones", "all")
    .option("--since <time>", "Only what came later: a date, or how long ago (10m)")
    .option("--until <time>", "Only what came before")
    .option("-t, --timestamps", "With the time of each line")
    .option("--details", "Nothing more is known; understood for docker's sake");

/** Output on standard output, error output on standard error. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) =>
    failing(async () => {
      const options = command.opts<Options>();
      const wanted = selection(options);
      const record = find(command.args[0] ?? "");
      refuseNone(record);
      const ended = options.follow ? endOf(record) : undefined;
      const log = readLog(directoryOf(record.id), tailOf(options), ended);
      await whileRead(async () => {
        for await (const entries of log) show(entries.filter(wanted), options.timestamps ?? false);
      });
      return 0;
    }),
  );

/** Nobody reading any more is the end, as of `logs | head`. */
async function whileRead(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
}

function refuseNone({ name, log, monitor, process }: ContainerRecord): void {
  const why =
    log?.maxFiles === 0
      ? "keeps none (--log-driver none)"
      : process && !monitor
        ? "was in the foreground: its output went to whoever started it"
        : undefined;
  if (why) throw new UserError(`container ${name} has no log: it ${why}`);
}

/** `all` and what is below 0: all of them, as docker has it. */
function tailOf({ tail }: Options): number | undefined {
  if (tail === "all" || /^-[0-9]+$/.test(tail)) return undefined;
  if (/^[0-9]{1,12}$/.test(tail)) return Number(tail);
  throw new UserError(`--tail ${JSON.stringify(tail)}: a number of lines is needed, or all`);
}

/** RFC 3339 times in UTC sort as text. */
function selection({ since, until }: Options): (entry: LogEntry) => boolean {
  const after = since === undefined ? "" : momentOf("--since", since);
  const before = until === undefined ? "~" : momentOf("--until", until);
  return ({ time }) => time >= after && time < before;
}

/** Resolves when it writes no more: its monitor hangs up once all is in the log. */
async function endOf(record: ContainerRecord): Promise<void> {
  if (!isUp(stateOf(record)) || !record.monitor) return;
  const connection = await connectTo(record).catch(() => undefined);
  await connection?.ended;
}

function show(entries: readonly LogEntry[], timestamps: boolean): void {
  let pending: { fd: number; parts: Buffer[] } | undefined;
  const flush = () => {
    if (pending) writeBytes(pending.fd, Buffer.concat(pending.parts));
    pending = undefined;
  };
  for (const { log, stream, time, dropped } of entries) {
    const fd = stream === "stderr" ? 2 : 1;
    if (pending?.fd !== fd) flush();
    pending ??= { fd, parts: [] };
    if (dropped) tryPrintError(`mydocker: ${dropped} lines are missing here: the disk was full`);
    else pending.parts.push(...(timestamps ? [Buffer.from(`${time} `), log] : [log]));
  }
  flush();
}
