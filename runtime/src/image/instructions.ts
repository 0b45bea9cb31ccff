/**
 * `commit --change`: a Dockerfile's instructions that only change the configuration.
 *
 * @see Dockerfile reference: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, STOPSIGNAL, USER, VOLUME, WORKDIR
 */
import { join } from "node:path/posix";
import { UserError } from "../kernel/errors.ts";
import type { ContainerConfig } from "./manifest.ts";

type Apply = (config: ContainerConfig, value: string) => ContainerConfig;

const INSTRUCTIONS: Readonly<Record<string, Apply>> = {
  CMD: (config, value) => ({ ...config, Cmd: words(value) }),
  ENTRYPOINT: (config, value) => ({ ...config, Entrypoint: words(value) }),
  ENV: (config, value) => ({ ...config, Env: withVariables(config.Env ?? [], pairs(value)) }),
  LABEL: (config, value) => ({
    ...config,
    Labels: { ...config.Labels, ...Object.fromEntries(pairs(value)) },
  }),
  WORKDIR: (config, value) => ({
    ...config,
    WorkingDir: value.startsWith("/") ? value : join(config.WorkingDir || "/", value),
  }),
  USER: (config, value) => ({ ...config, User: value }),
  STOPSIGNAL: (config, value) => ({ ...config, StopSignal: value }),
  EXPOSE: (config, value) => ({
    ...config,
    ExposedPorts: { ...config.ExposedPorts, ...keys(value.split(/\s+/).map(port)) },
  }),
  VOLUME: (config, value) => ({
    ...config,
    Volumes: {
      ...config.Volumes,
      ...keys(value.startsWith("[") ? words(value) : value.split(/\s+/)),
    },
  }),
};

/**
 * Changes a configuration, as `CMD ["sh"]`, `ENV A=1`, `WORKDIR /x` do in a Dockerfile, one after
 * the other. A new ENTRYPOINT takes away the CMD that was there before, which was another's.
 *
 * @throws UserError for what is no such instruction
 */
export function applyInstructions(
  config: ContainerConfig,
  texts: readonly string[],
): ContainerConfig {
  const all = texts.map(parse);
  const keepsCommand = all.some(({ name }) => name === "CMD");
  const drops = all.some(({ name }) => name === "ENTRYPOINT") && !keepsCommand;
  const start = drops ? { ...config, Cmd: null } : config;
  return all.reduce((before, { apply, name, value }) => {
    const isCommand = name === "CMD" || name === "ENTRYPOINT"; // those see the variables at run time
    return apply(before, isCommand ? value : expand(value, before.Env ?? []));
  }, start);
}

function parse(text: string): { name: string; value: string; apply: Apply } {
  const [, word = "", value = ""] = /^\s*([A-Za-z]+)\s+(.*\S)\s*$/s.exec(text) ?? [];
  const name = word.toUpperCase();
  const apply = Object.hasOwn(INSTRUCTIONS, name) ? INSTRUCTIONS[name] : undefined;
  if (apply) return { name, value, apply };
  const known = Object.keys(INSTRUCTIONS).join(", ");
  throw new UserError(
    `--change ${JSON.stringify(text)}: an instruction is needed, one of ${known}`,
  );
}

/** `$NAME` and `${NAME}` with the image's own variables, as it is so far; `\$` stays a dollar. */
function expand(value: string, env: readonly string[]): string {
  const find = (name: string) => env.find((entry) => entry.startsWith(`${name}=`));
  return value.replace(
    /\\\$|'[^']*'|\$(?:(\w+)|\{(\w+)\})/g,
    (whole, name?: string, braced?: string) => {
      const wanted = name ?? braced;
      if (wanted === undefined) return whole === "\\$" ? "$" : whole;
      return find(wanted)?.slice(wanted.length + 1) ?? "";
    },
  );
}

/** The exec form, `["a", "b"]`; anything else is a line for the shell. */
function words(value: string): string[] {
  if (!value.startsWith("[")) return ["/bin/sh", "-c", value];
  try {
    const list: unknown = JSON.parse(value);
    if (Array.isArray(list) && list.every((word) => typeof word === "string")) return list;
  } catch {
    // said below, for what parses and for what does not
  }
  throw new UserError(`--change: ${value} is not a list of strings, such as ["sh", "-c", "date"]`);
}

/** `A=1 B="two words"`, or the old form `A one value`. */
function pairs(value: string): [string, string][] {
  const [first = ""] = value.split(/\s/, 1);
  if (!first.includes("=")) return [[first, value.slice(first.length).trim()]];
  const found = [...value.matchAll(/([^\s=]+)=((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'])*)/g)];
  return found.map(([, name = "", text = ""]) => [name, unquote(text)]);
}

/** `"a b"'c'\ d` → `a bc d` */
const unquote = (text: string): string =>
  text.replace(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs,
    (_, double?: string, single?: string, escaped?: string) =>
      double?.replace(/\\(["\\])/g, "$1") ?? single ?? escaped ?? "",
  );

function withVariables(env: readonly string[], added: readonly [string, string][]): string[] {
  const variables = new Map(env.map((entry) => [entry.split("=", 1)[0] ?? "", entry]));
  for (const [name, value] of added) variables.set(name, `${name}=${value}`);
  return [...variables.values()];
}

const port = (text: string) => (text.includes("/") ? text : `${text}/tcp`);
const keys = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]));
