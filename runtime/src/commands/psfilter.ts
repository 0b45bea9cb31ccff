/** `ps --filter`: which containers are meant, as docker has it. */
import type { ContainerRecord } from "../container/record.ts";
import type { Seen } from "../container/seen.ts";
import type { State } from "../container/state.ts";
import { find } from "../container/store.ts";
import { UserError } from "../kernel/errors.ts";
import { type Filters, hasLabel, parseFilters, type Test } from "./filters.ts";

const STATES: readonly State[] = ["created", "running", "paused", "restarting", "exited", "dead"];

/** Each takes the value of `NAME=VALUE`. */
const FILTERS: Filters<Seen> = {
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
  label:
    (value) =>
    ({ record: { labels } }) =>
      hasLabel(labels, value),
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
 * The test that all filters make together.
 *
 * @throws UserError for a filter that there is not
 */
export const parsePsFilters = (texts: readonly string[]): Test<Seen> =>
  parseFilters(texts, FILTERS);

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
