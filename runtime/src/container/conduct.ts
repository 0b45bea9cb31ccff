/** Options that say how a container is looked after, beside what it is. */
import { UserError } from "../kernel/errors.ts";
import type { ContainerRecord, LogLimits } from "./record.ts";
import { parseRestart } from "./restart.ts";
import { signalNumber } from "./signals.ts";

/** The options as text, by commander's names for them. */
export interface ConductOptions {
  readonly rm?: boolean;
  readonly restart?: string;
  readonly stopSignal?: string;
  readonly stopTimeout?: string;
  readonly label?: readonly string[];
  readonly annotation?: readonly string[];
  readonly logDriver?: string;
  readonly logOpt?: readonly string[];
}

/** What a record keeps of them. */
export type Conduct = Pick<
  ContainerRecord,
  "remove" | "restart" | "stopSignal" | "stopTimeout" | "log" | "labels" | "annotations"
>;

/** @throws UserError for what cannot be */
export function parseConduct(options: ConductOptions): Conduct {
  const restart = options.restart === undefined ? undefined : parseRestart(options.restart);
  if (options.rm && restart && restart.name !== "no") {
    throw new UserError("--rm and --restart: what is removed when it ends cannot start again");
  }
  if (options.stopSignal !== undefined) signalNumber(options.stopSignal);
  return {
    remove: options.rm || undefined,
    restart,
    stopSignal: options.stopSignal,
    stopTimeout: options.stopTimeout === undefined ? undefined : seconds(options.stopTimeout),
    log: parseLog(options),
    labels: options.label?.length ? parseLabels("--label", options.label) : undefined,
    annotations: options.annotation && parseLabels("--annotation", options.annotation),
  };
}

function seconds(text: string): number {
  if (/^-?[0-9]{1,9}$/.test(text)) return Number(text);
  throw new UserError(
    `--stop-timeout ${JSON.stringify(text)}: whole seconds are possible (-1: no end)`,
  );
}

const parseLabels = (option: string, labels: readonly string[]) =>
  Object.fromEntries(
    labels.map((label) => {
      const [name = ""] = label.split("=", 1);
      if (name === "")
        throw new UserError(`${option} ${JSON.stringify(label)}: the name is missing`);
      return [name, label.slice(name.length + 1)];
    }),
  );

/** Docker's default is no limit; a container that floods its log would fill the disk. */
export const LOG_LIMITS: LogLimits = { maxSize: 100 * 1000 ** 2, maxFiles: 3 };

function parseLog({ logDriver = "json-file", logOpt = [] }: ConductOptions): LogLimits | undefined {
  if (logDriver === "none") return { maxSize: 0, maxFiles: 0 };
  if (logDriver !== "json-file") {
    throw new UserError(`--log-driver ${JSON.stringify(logDriver)}: json-file or none is possible`);
  }
  if (logOpt.length === 0) return undefined;
  let { maxSize, maxFiles } = { maxSize: 0, maxFiles: 1 };
  for (const option of logOpt) {
    const [, name = "", value = ""] = /^([^=]*)=?(.*)$/s.exec(option) ?? [];
    if (name === "max-size") maxSize = size(option, value);
    else if (name === "max-file") maxFiles = count(option, value);
    else
      throw new UserError(`--log-opt ${JSON.stringify(option)}: max-size or max-file is possible`);
  }
  if (maxFiles > 1 && maxSize === 0) {
    throw new UserError("--log-opt max-file needs max-size: nothing else begins a new file");
  }
  return { maxSize, maxFiles };
}

/** docker/go-units, RAMInBytes; -1: no end. */
function size(option: string, text: string): number {
  if (text === "-1") return 0;
  const [, number = "", unit = ""] = /^([0-9]+(?:\.[0-9]+)?) ?([kmgt]?)i?b?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * 1024 ** " kmgt".indexOf(unit.toLowerCase() || " "));
  if (number !== "" && bytes > 0) return bytes;
  throw new UserError(`--log-opt ${JSON.stringify(option)}: a size is needed, such as 10m`);
}

function count(option: string, text: string): number {
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new UserError(
    `--log-opt ${JSON.stringify(option)}: a number of files is needed, from 1 on`,
  );
}
