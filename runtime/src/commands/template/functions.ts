/** What a template may call: Go's own functions, and those that docker adds. */
import { UserError } from "../../kernel/errors.ts";

type Call = (...args: readonly unknown[]) => unknown;

/** Go's idea of true: neither zero nor empty. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** As Go prints it: `[a b]`, `map[key:value]`. */
export function show(value: unknown): string {
  if (value === undefined) return "<no value>";
  if (value === null) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(show).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, one]) => `${key}:${show(one)}`).join(" ")}]`;
}

const text = (value: unknown) => (typeof value === "string" ? value : show(value));

/** Go's JSON writes these as escapes, so that it can stand in HTML. */
const json = (value: unknown) =>
  (JSON.stringify(value) ?? "null").replace(
    /[<>&]/g,
    (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`,
  );

function index(value: unknown, ...keys: readonly unknown[]): unknown {
  return keys.reduce((at: unknown, key) => {
    if (at === null || at === undefined) throw new UserError("--format: index of nothing");
    const found = (at as Record<string, unknown>)[String(key)];
    if (Array.isArray(at) && found === undefined) {
      throw new UserError(`--format: index ${show(key)} is out of range`);
    }
    return found;
  }, value);
}

function length(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  if (typeof value === "object" && value !== null) return Object.keys(value).length;
  throw new UserError(`--format: len of ${show(value)}`);
}

/** %s, %v, %d and %q, with a width. */
function printf(format: unknown, ...args: readonly unknown[]): string {
  let next = 0;
  return text(format).replace(/%(-?)(\d*)([svdq%])/g, (_, left, width, letter) => {
    if (letter === "%") return "%";
    const value = args[next];
    next += 1;
    const shown = letter === "q" ? JSON.stringify(text(value)) : show(value);
    return left ? shown.padEnd(Number(width)) : shown.padStart(Number(width));
  });
}

const compare =
  (test: (a: never, b: never) => boolean): Call =>
  (a, b) =>
    test(a as never, b as never);

/** By name. */
export const FUNCTIONS: Readonly<Record<string, Call>> = {
  json,
  index,
  len: length,
  print: (...args) => args.map(text).join(" "),
  println: (...args) => `${args.map(text).join(" ")}\n`,
  printf,
  join: (list, separator) => (Array.isArray(list) ? list.map(text).join(text(separator)) : ""),
  split: (value, separator) => text(value).split(text(separator)),
  lower: (value) => text(value).toLowerCase(),
  upper: (value) => text(value).toUpperCase(),
  title: (value) => text(value).replace(/\b\w/g, (letter) => letter.toUpperCase()),
  truncate: (value, size) => text(value).slice(0, Number(size)),
  slice: (value, from, to) =>
    (value as string).slice(Number(from), to === undefined ? to : Number(to)),
  eq: (a, ...others) => others.some((other) => a === other),
  ne: (a, b) => a !== b,
  lt: compare((a, b) => a < b),
  le: compare((a, b) => a <= b),
  gt: compare((a, b) => a > b),
  ge: compare((a, b) => a >= b),
  and: (...args) => args.find((value) => !isTrue(value)) ?? args.at(-1),
  or: (...args) => args.find(isTrue) ?? args.at(-1),
  not: (value) => !isTrue(value),
};
