/** `ps --filter`: which containers are meant, as docker has it. */
import type { ContainerRecord } from "../container/record.ts";
import type { Seen } from "../container/seen.ts";
import type { State } from "../container/state.ts";
import { find } from "../container/store.ts";
import { UserError } from "../kernel/errors.ts";

type Test = (seen: Seen) => boolean;

const STATES: readonly State[] = ["created", "running", "paused", "restarting", "exited", "dead"];

/** Each takes the value of `NAME=VALUE`. */
const FILTERS: Readonly<Record<string, (value: string) => Test>> = {
  id:
    (value) =>
    ({ record }) =>
      record.id.startsWith(value),
  name: (value) => {
    const pattern = expression(value);
    return ({ record }) => pattern.test(record.name) || pattern.test(`/${record.name}`);
  },
  status: (value) => {
    if (!STATES.includes(value as State)) {
      throw new UserError(`--filter status=${value}: ${STATES.join(", ")} are possible`);
    }
    return ({ state }) => state === value;
  },
  exited:
    (value) =>
    ({ record, state }) =>
      state === "exited" && `${record.exitCode}` === value,
  ancestor:
    (value) =>
    ({ record }) =>
      isImage(record, value),
  label: (value) => {
    const [name = ""] = value.split("=", 1);
    const wanted = value.includes("=") ? value.slice(name.length + 1) : undefined;
    return ({ record: { labels = {} } }) =>
      Object.hasOwn(labels, name) && (wanted === undefined || labels[name] === wanted);
  },
  volume:
    (value) =>
    ({ record: { spec, volumes = [] } }) =>
      volumes.some(({ name, target }) => name === value || target === value) ||
      (spec?.volumes ?? []).some(({ source, target }) => source === value || target === value),
  network:
    (value) =>
    ({ record: { spec } }) => {
      const { mode, networks = [] } = spec?.networking ?? {};
      return mode === value || networks.some(({ network }) => network === value);
    },
  before: (value) => {
    const { created } = find(value);
    return ({ record }) => record.created < created;
  },
  since: (value) => {
    const { created } = find(value);
    return ({ record }) => record.created > created;
  },
};

/**
 * The test that all filters make together: of those with the same name one has to hold, but every
 * label.
 *
 * @throws UserError for a filter that there is not
 */
export function parseFilters(texts: readonly string[]): Test {
  const groups = new Map<string, Test[]>();
  for (const text of texts) {
    const [name = ""] = text.split("=", 1);
    const make = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
    if (!make || !text.includes("=")) {
      const names = Object.keys(FILTERS).join(", ");
      throw new UserError(`--filter ${JSON.stringify(text)}: NAME=VALUE, of ${names}`);
    }
    const key = name === "label" ? text : name;
    groups.set(key, [...(groups.get(key) ?? []), make(text.slice(name.length + 1))]);
  }
  return (seen) => [...groups.values()].every((tests) => tests.some((test) => test(seen)));
}

/** Whether a filter asks for containers that do not run: then they are shown without `-a`. */
export const asksForAll = (texts: readonly string[]): boolean =>
  texts.some((text) => /^(status|exited)=/.test(text));

const isImage = ({ image = "", imageId = "" }: ContainerRecord, wanted: string): boolean =>
  image === wanted ||
  image.replace(/:[^:/]*$/, "") === wanted ||
  imageId.replace(/^sha256:/, "").startsWith(wanted.replace(/^sha256:/, ""));

function expression(value: string): RegExp {
  try {
    return new RegExp(value);
  } catch {
    throw new UserError(`--filter name=${value}: it is no regular expression`);
  }
}
