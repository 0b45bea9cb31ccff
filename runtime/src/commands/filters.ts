/** `--filter NAME=VALUE`, as docker has it. */
import { UserError } from "../kernel/errors.ts";
import { momentOf } from "./moment.ts";

/** Whether one of them is meant. */
export type Test<T> = (one: T) => boolean;

/** By the name of a filter, what makes a test of its value. */
export type Filters<T> = Readonly<Record<string, (value: string) => Test<T>>>;

/**
 * The test that all filters make together: of those with the same name one has to hold, but every
 * label.
 *
 * @throws UserError for a filter that there is not
 */
export function parseFilters<T>(texts: readonly string[], filters: Filters<T>): Test<T> {
  const groups = new Map<string, Test<T>[]>();
  for (const text of texts) {
    const [name = ""] = text.split("=", 1);
    const make = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (!make || !text.includes("=")) {
      const names = Object.keys(filters).join(", ");
      throw new UserError(`--filter ${JSON.stringify(text)}: NAME=VALUE, of ${names}`);
    }
    const key = /^label!?$/.test(name) ? text : name;
    groups.set(key, [...(groups.get(key) ?? []), make(text.slice(name.length + 1))]);
  }
  return (one) => [...groups.values()].every((tests) => tests.some((test) => test(one)));
}

/** Whether there is a label: `NAME`, or `NAME=value`. */
export function hasLabel(labels: Readonly<Record<string, string>> = {}, text: string): boolean {
  const [name = ""] = text.split("=", 1);
  const wanted = text.includes("=") ? text.slice(name.length + 1) : undefined;
  return Object.hasOwn(labels, name) && (wanted === undefined || labels[name] === wanted);
}

/** Labels as docker's lists show them. */
export const textOf = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");

/** @throws UserError for what is neither true nor false */
export function yesOrNo(name: string, value: string): boolean {
  if (["true", "1"].includes(value)) return true;
  if (["false", "0"].includes(value)) return false;
  throw new UserError(`--filter ${name}=${value}: true or false is possible`);
}

/** What can be told of everything that is made. */
export interface Made {
  /** ISO 8601 */
  readonly created?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** The filters of `prune`: older than a moment, with labels, without labels. */
export const PRUNE_FILTERS: Filters<Made> = {
  until: (value) => {
    const moment = Date.parse(momentOf("--filter until", value));
    return ({ created = "" }) => Date.parse(created) < moment;
  },
  label:
    (value) =>
    ({ labels }) =>
      hasLabel(labels, value),
  "label!":
    (value) =>
    ({ labels }) =>
      !hasLabel(labels, value),
};

const append = (value: string, before: string[] = []) => [...before, value];

/** The option that all of `prune` have, as commander takes it. */
export const PRUNE_FILTER = [
  "--filter <name=value>",
  "Only those (until=24h: older; label=NAME[=VALUE], label!=…)",
  append,
] as const;
