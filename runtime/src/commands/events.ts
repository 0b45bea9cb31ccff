/** `mydocker events`: what happens to containers, images, volumes and networks. */
import { setTimeout } from "node:timers/promises";
import { Command } from "commander";
import { followEvents, pastEvents } from "../container/events.ts";
import { type Happening, toDocker, toLine } from "../container/happening.ts";
import { UserError } from "../kernel/errors.ts";
import { parseWith } from "./parse.ts";
import { print } from "./print.ts";
import { formatOne } from "./template/one.ts";
import { parseTime } from "./time.ts";

interface Options {
  since?: string;
  until?: string;
  filter: string[];
  format?: string;
  json?: boolean;
}

const append = (value: string, before: string[]) => [...before, value];

/** The command, to be parsed with. */
export const define = () =>
  new Command("mydocker events")
    .description("Show what happens to containers, images, volumes and networks, as it happens")
    .usage("[OPTIONS]")
    .allowExcessArguments(false)
    .helpOption("--help", "Print this help")
    .option("--since <time>", "Also what has happened since (a date, seconds since 1970, or 10m)")
    .option("--until <time>", "No longer than until then")
    .option("-f, --filter <name=value>", `Only those: ${FILTERS.join(", ")}`, append, [])
    .option("--format <template>", "'json' or a template, as docker has them")
    .option("--json", "One JSON object a line, for programs");

/** Prints a line for each, until it is interrupted or `--until` has come. */
export const main = (argv: readonly string[]): Promise<number> =>
  parseWith(define(), argv, async (command) => {
    const { since, until, filter, format, json } = command.opts<Options>();
    const passes = parseFilters(filter);
    const start = Date.now();
    const from = since === undefined ? start : parseTime("--since", since, start);
    const to = until === undefined ? Number.POSITIVE_INFINITY : parseTime("--until", until, start);
    const show = showAs(json ? "json" : format);
    const hear = (one: Happening) => {
      if (one.at >= from && one.at <= to && passes(one)) print([show(one)]);
    };
    if (to <= Date.now()) pastEvents().forEach(hear);
    else await followEvents(hear, endAt(to));
    return 0;
  });

const LONGEST = 2 ** 31 - 1; // ms that a timer of Node's can wait

async function endAt(time: number): Promise<void> {
  while (Date.now() < time) await setTimeout(Math.min(time - Date.now(), LONGEST));
}

function showAs(format: string | undefined): (one: Happening) => string {
  if (format === undefined) return toLine;
  return (one) => formatOne(format, toDocker(one));
}

type Test = (one: Happening) => boolean;

const isActor =
  (kind: Happening["kind"]) =>
  (value: string): Test =>
  (one) =>
    one.kind === kind && (one.attributes.name === value || one.id.startsWith(value));

const TESTS: Readonly<Record<string, (value: string) => Test>> = {
  type: (value) => (one) => one.kind === value,
  event: (value) => (one) => one.action === value || one.action.split(":", 1)[0] === value,
  container: isActor("container"),
  image: (value) => (one) =>
    (one.kind === "image" && one.id === value) ||
    withoutTag(one.attributes.image) === withoutTag(value),
  volume: isActor("volume"),
  network: isActor("network"),
  label: (value) => {
    const [name = "", ...rest] = value.split("=");
    return ({ attributes }) =>
      Object.hasOwn(attributes, name) && (rest.length === 0 || attributes[name] === rest.join("="));
  },
  scope: (value) => () => value === "local",
};

const FILTERS = Object.keys(TESTS);

const withoutTag = (name: string | undefined) => name?.replace(/:latest$/, "");

/** Of one name any value will do; all names must. */
function parseFilters(texts: readonly string[]): Test {
  const byName = new Map<string, Test[]>();
  for (const text of texts) {
    const [name = "", ...rest] = text.split("=");
    const test = Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
    if (!test || rest.length === 0) {
      throw new UserError(`--filter ${JSON.stringify(text)}: ${FILTERS.join("=, ")}= are possible`);
    }
    byName.set(name, [...(byName.get(name) ?? []), test(rest.join("="))]);
  }
  return (one) => [...byName.values()].every((tests) => tests.some((test) => test(one)));
}
