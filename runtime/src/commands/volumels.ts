/** `mydocker volume ls` */
import { Command } from "commander";
import { volumeUsers } from "../container/volumeuse.ts";
import { isHeld, listVolumes, type NamedVolume } from "../host/namedvolumes.ts";
import { UserError } from "../kernel/errors.ts";
import { failing } from "./failing.ts";
import { table } from "./human.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { describe } from "./volumeinspect.ts";

interface Options {
  quiet?: boolean;
  json?: boolean;
  filter: string[];
}

const append = (value: string, before: string[]) => [...before, value];

const define = () =>
  new Command("mydocker volume ls")
    .description("List volumes")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("-q, --quiet", "Only names")
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
      const { quiet, json, filter } = command.opts<Options>();
      const filters = filter.map(parseFilter);
      const shown = listVolumes().filter((volume) => filters.every((test) => test(volume)));
      if (json) print(shown.map((volume) => JSON.stringify(describe(volume))));
      else if (quiet) print(shown.map(({ name }) => name));
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

type Test = (volume: NamedVolume) => boolean;

function parseFilter(text: string): Test {
  const [name, ...rest] = text.split("=");
  const value = rest.join("=");
  if (name === "name") return (volume) => volume.name.includes(value);
  if (name === "label") return ({ labels }) => hasLabel(labels, value);
  if (name === "dangling" && ["true", "1", "false", "0"].includes(value)) {
    const users = volumeUsers();
    const wanted = value === "true" || value === "1";
    return (volume) => (!users.has(volume.name) && !isHeld(volume.name)) === wanted;
  }
  throw new UserError(
    `--filter ${JSON.stringify(text)}: dangling=true, dangling=false, name=PART or label=NAME[=VALUE] is needed`,
  );
}

function hasLabel(labels: NamedVolume["labels"], text: string): boolean {
  const [name = "", ...value] = text.split("=");
  if (!Object.hasOwn(labels, name)) return false;
  return value.length === 0 || labels[name] === value.join("=");
}
