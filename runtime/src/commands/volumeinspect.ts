/** `mydocker volume inspect` */
import { Command } from "commander";
import { dataOf, type NamedVolume, readVolume } from "../host/namedvolumes.ts";
import { UserError } from "../kernel/errors.ts";
import { FORMAT, showFound } from "./found.ts";
import { parseWith } from "./parse.ts";

const define = () =>
  new Command("mydocker volume inspect")
    .description("Show all that is known of volumes, as JSON")
    .usage("VOLUME [VOLUME...]")
    .argument("<volumes...>")
    .helpOption("--help", "Print this help")
    .option(...FORMAT);

/** Prints it; 1 when one of the volumes is not there. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, (command) => {
    const { format } = command.opts<{ format?: string }>();
    return showFound(command.args, look, format);
  });

function look(name: string): object {
  const volume = readVolume(name);
  if (!volume) throw noVolume(name);
  return describe(volume);
}

/** A volume in docker's words (Engine API, Volume). */
export const describe = ({ name, created, labels, anonymous }: NamedVolume) => ({
  CreatedAt: created,
  Driver: "local",
  Labels: anonymous ? { "com.docker.volume.anonymous": "", ...labels } : emptyIsNull(labels),
  Mountpoint: dataOf(name),
  Name: name,
  Options: null,
  Scope: "local",
});

const emptyIsNull = (labels: NamedVolume["labels"]) =>
  Object.keys(labels).length > 0 ? labels : null;

/** What is said of a name that no volume has. */
export const noVolume = (name: string) =>
  new UserError(`no volume ${JSON.stringify(name)} (see 'mydocker volume ls')`);
