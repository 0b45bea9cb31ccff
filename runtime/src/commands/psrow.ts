/** What `ps` says of a container, by docker's names for it. */

import { upperOf } from "../container/changes.ts";
import { connections } from "../container/connections.ts";
import { publishedAddresses } from "../container/publishedaddresses.ts";
import type { ContainerRecord } from "../container/record.ts";
import type { Seen } from "../container/seen.ts";
import type { State } from "../container/state.ts";
import { age, size as humanSize } from "./human.ts";

/** A row; all of it is text. */
export type Row = Readonly<Record<keyof typeof HEADINGS, string>>;

/** What stands above a column. */
export const HEADINGS = {
  ID: "CONTAINER ID",
  Image: "IMAGE",
  Command: "COMMAND",
  CreatedAt: "CREATED AT",
  RunningFor: "CREATED",
  Status: "STATUS",
  State: "STATE",
  Ports: "PORTS",
  Names: "NAMES",
  Size: "SIZE",
  Labels: "LABELS",
  Mounts: "MOUNTS",
  Networks: "NETWORKS",
} as const;

const LONGEST = 20; // characters of a command, as docker

/**
 * @param trunc shortens ids and commands
 * @param size reads the container's changes, which takes a while
 */
export async function rowOf(
  { record, state }: Seen,
  { trunc, size }: { readonly trunc: boolean; readonly size: boolean },
): Promise<Row> {
  const { id, image = "", argv, created, name, labels = {}, volumes = [], spec } = record;
  const command = argv.join(" ");
  const short = trunc && command.length > LONGEST ? `${command.slice(0, LONGEST - 1)}…` : command;
  return {
    ID: trunc ? id.slice(0, 12) : id,
    Image: image,
    Command: JSON.stringify(short),
    CreatedAt: created,
    RunningFor: age(created),
    Status: statusOf(record, state),
    State: state,
    Ports: portsOf(record, state),
    Names: name,
    Size: size ? await sizeOf(record) : "",
    Labels: Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(","),
    Mounts: [...volumes.map((one) => one.name), ...binds(record)].join(","),
    Networks: (spec?.networking?.networks ?? []).map(({ network }) => network).join(","),
  };
}

const binds = ({ spec, volumes = [] }: ContainerRecord): string[] =>
  (spec?.volumes ?? [])
    .filter(({ target }) => !volumes.some((one) => one.target === target))
    .map(({ source }) => source);

/** As docker says it. */
export function statusOf(record: ContainerRecord, state: State): string {
  const { started, finished, created, exitCode } = record;
  const up = `Up ${age(started ?? created).replace(/ ago$/, "")}`;
  switch (state) {
    case "running":
      return up;
    case "paused":
      return `${up} (Paused)`;
    case "restarting":
      return `Restarting (${exitCode ?? "unknown"}) ${age(finished ?? created)}`;
    case "exited":
      return `Exited (${exitCode ?? "unknown"}) ${age(finished ?? created)}`;
    case "dead":
      return "Dead";
    default:
      return "Created";
  }
}

let known: ReturnType<typeof connections> | undefined;

/** `0.0.0.0:8080->80/tcp`; only of those that run is there anything to ask. */
function portsOf({ id, spec }: ContainerRecord, state: State): string {
  if (!spec?.networking || (state !== "running" && state !== "paused")) return "";
  known ??= connections();
  return publishedAddresses(known.get(id) ?? [])
    .map(({ inside, outside }) => `${outside}->${inside}`)
    .join(", ");
}

/** What its changes take, without what is linked or seen from elsewhere. */
async function sizeOf(record: ContainerRecord): Promise<string> {
  const { diskUsage } = await import("../host/diskusage.ts");
  return humanSize(record.image === undefined ? 0 : diskUsage(upperOf(record)));
}
