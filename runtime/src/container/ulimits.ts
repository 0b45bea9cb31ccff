/** `--ulimit` as data. */
import type { Ulimit } from "../inside/rlimits.ts";
import { UserError } from "../kernel/errors.ts";

/** docker's names: all but the size of the address space. */
const RESOURCES: readonly Ulimit["resource"][] = [
  "CORE",
  "CPU",
  "DATA",
  "FSIZE",
  "LOCKS",
  "MEMLOCK",
  "MSGQUEUE",
  "NICE",
  "NOFILE",
  "NPROC",
  "RSS",
  "RTPRIO",
  "RTTIME",
  "SIGPENDING",
  "STACK",
];

/**
 * Parses `NAME=SOFT[:HARD]`; the last of a name counts.
 *
 * @throws UserError
 */
export function parseUlimits(texts: readonly string[]): Ulimit[] {
  const limits = new Map(texts.map(parse).map((limit) => [limit.resource, limit]));
  return [...limits.values()];
}

function parse(text: string): Ulimit {
  const [, name = "", soft = "", hard = soft] =
    /^([a-z]+)=(-1|[0-9]{1,15})(?::(-1|[0-9]{1,15}))?$/.exec(text) ?? [];
  const resource = RESOURCES.find((one) => one.toLowerCase() === name);
  if (name === "")
    throw refusal(text, "NAME=SOFT[:HARD] is needed, such as nofile=1024:4096 (-1: no limit)");
  if (!resource) {
    const known = RESOURCES.map((one) => one.toLowerCase()).join(", ");
    throw refusal(text, `${JSON.stringify(name)} is none of ${known}`);
  }
  const isMore = hard !== "-1" && (soft === "-1" || Number(soft) > Number(hard));
  if (isMore) throw refusal(text, "the soft limit cannot be more than the hard one");
  return { resource, soft: Number(soft), hard: Number(hard) };
}

const refusal = (text: string, why: string) =>
  new UserError(`--ulimit ${JSON.stringify(text)}: ${why}`);
