/** What happened to containers, images, volumes and networks, as docker tells of it (Engine API, events). */
import type { ContainerRecord } from "./record.ts";

/** What something happened to. */
export type Kind = "container" | "image" | "volume" | "network";

/** One thing that happened. */
export interface Happening {
  readonly kind: Kind;
  readonly action: string;
  /** A container's or network's id, an image's or volume's name. */
  readonly id: string;
  /** More of it: `image`, `name`, a container's labels. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, with a fraction. */
  readonly at: number;
}

/** What is told of a container whatever happens to it. */
export const attributesOf = ({ image, name, labels }: ContainerRecord): Record<string, string> => ({
  ...labels,
  image: image ?? "",
  name,
});

/** docker's form for programs. */
export function toDocker({ kind, action, id, attributes, at }: Happening): object {
  const isImage = kind === "image";
  return {
    ...(kind === "container" || isImage ? { status: action, id } : {}),
    ...(kind === "container" ? { from: attributes.image } : {}),
    Type: kind,
    Action: action,
    Actor: { ID: id, Attributes: attributes },
    scope: "local",
    time: Math.floor(at / 1000),
    timeNano: Math.round(at * 1000) * 1000,
  };
}

/** docker's form for people: `TIME container start ID (image=busybox, name=bird)`. */
export function toLine({ kind, action, id, attributes, at }: Happening): string {
  const pairs = Object.entries(attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const more = pairs.length > 0 ? ` (${pairs.join(", ")})` : "";
  return `${localTime(at)} ${kind} ${action} ${id}${more}`;
}

/** RFC 3339 in the caller's time zone, with nine digits, as docker prints it. */
function localTime(at: number): string {
  const offset = -new Date(at).getTimezoneOffset(); // minutes
  const local = new Date(at + offset * 60_000).toISOString();
  const micros = String(Math.floor((at % 1) * 1000)).padStart(3, "0");
  const two = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, "0");
  const zone =
    offset === 0 ? "Z" : `${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
  return `${local.slice(0, -1)}${micros}000${zone}`;
}
