/** What `ps` says of a container, by docker's names for it. */

import { upperOf } from "../container/changes.ts";
import { connections } from "../container/connections.ts";
import { publishedAddresses } from "../container/publishedaddresses.ts";
import type { ContainerRecord } from "../container/record.ts";
import type { Seen } from "../container/seen.ts";
import type { State } from "../container/state.ts";
import { age, size as humanSize } from "./human.ts";

/** docker's name of a column. */
export type Column = keyof typeof HEADINGS;

/** A row; all of it is text. */
export type Row = Readonly<Record<Column, string>>;

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

/** How the cells are made. */
export interface Manner {
  /** Shortens ids and commands. */
  readonly trunc: boolean;
  /** Says what a directory takes on the disk; reading it takes a while. */
  readonly diskUsage?: ((directory: string) => number) | undefined;
}

const CELLS: Readonly<Record<Column, (seen: Seen, manner: Manner) => string>> = {
  ID: ({ record: { id } }, { trunc }) => (trunc ? id.slice(0, 12) : id),
  Image: ({ record }) => record.image ?? "",
  Command: ({ record }, { trunc }) => {
    const command = record.argv.join(" ");
    const short = trunc && command.length > LONGEST ? `${command.slice(0, LONGEST - 1)}…` : command;
    return JSON.stringify(short);
  },
  CreatedAt: ({ record }) => record.created,
  RunningFor: ({ record }) => age(record.created),
  Status: ({ record, state }) => statusOf(record, state),
  State: ({ state }) => state,
  Ports: ({ record, state }) => portsOf(record, state),
  Names: ({ record }) => record.name,
  Size: ({ record }, { diskUsage }) => (diskUsage ? sizeOf(record, diskUsage) : ""),
  Labels: ({ record: { labels = {} } }) =>
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(","),
  Mounts: ({ record }) =>
    [...(record.volumes ?? []).map((one) => one.name), ...binds(record)].join(","),
  Networks: ({ record: { spec } }) =>
    (spec?.networking?.networks ?? []).map(({ network }) => network).join(","),
};

const ALL = Object.keys(CELLS) as Column[];

/** Of these columns; what is not shown is not made. */
export const cellsOf = (
  seen: Seen,
  manner: Manner,
  columns: readonly Column[],
): readonly string[] => columns.map((column) => CELLS[column](seen, manner));

/** All of them, by name, for a template. */
export const rowOf = (seen: Seen, manner: Manner): Row =>
  Object.fromEntries(ALL.map((column) => [column, CELLS[column](seen, manner)])) as Row;

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
const sizeOf = (record: ContainerRecord, diskUsage: (directory: string) => number): string =>
  humanSize(record.image === undefined ? 0 : diskUsage(upperOf(record)));
