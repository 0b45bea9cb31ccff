/** Moments as docker takes them. */
import { UserError } from "../kernel/errors.ts";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * A date (RFC 3339, or a part of it in the caller's time zone), seconds since 1970, or how long ago
 * (`90s`, `1h30m`).
 *
 * @param option for people
 * @param now milliseconds since 1970
 * @returns milliseconds since 1970
 * @throws UserError
 */
export function parseTime(option: string, text: string, now: number): number {
  if (/^[0-9]{1,11}(\.[0-9]{1,9})?$/.test(text)) return Number(text) * 1000;
  const ago = durationIn(text);
  if (ago !== undefined) return now - ago;
  const date = /^\d{4}-\d\d-\d\d([T ]|$)/.test(text) ? Date.parse(dated(text)) : Number.NaN;
  if (!Number.isNaN(date)) return date;
  throw new UserError(
    `${option} ${JSON.stringify(text)}: a date (2026-01-31T12:00:00), seconds since 1970, or a time such as 10m is needed`,
  );
}

/** JavaScript takes a date alone for UTC, and with a time for local: docker, both for local. */
const dated = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00` : text);

function durationIn(text: string): number | undefined {
  if (!/^-?(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  const sum = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (total, [, value, unit = ""]) => total + Number(value) * (UNITS[unit] ?? 0),
    0,
  );
  return text.startsWith("-") ? -sum : sum;
}
