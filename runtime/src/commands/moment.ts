/** Points in time as docker's options have them. */
import { UserError } from "../kernel/errors.ts";

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/**
 * A point in time from a date (RFC 3339, or a beginning of it), seconds since 1970, or how long ago
 * it was (`1h30m`).
 *
 * @returns RFC 3339 with nanoseconds, in UTC, so that such texts sort by time
 * @throws UserError naming the option
 */
export function momentOf(option: string, text: string, now = Date.now()): string {
  const moment = sinceEpoch(text) ?? ago(text, now) ?? dated(text);
  if (moment !== undefined) return moment;
  throw new UserError(
    `${option} ${JSON.stringify(text)}: a date is needed (2026-01-02T03:04:05), seconds since 1970, or how long ago (1h30m)`,
  );
}

const withNanoseconds = (ms: number, rest = "000000") =>
  new Date(ms).toISOString().replace("Z", `${rest}Z`);

function sinceEpoch(text: string): string | undefined {
  const [, seconds, fraction = ""] = /^([0-9]{1,11})(?:\.([0-9]{1,9}))?$/.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  const ns = fraction.padEnd(9, "0");
  return withNanoseconds(Number(seconds) * 1000 + Number(ns.slice(0, 3)), ns.slice(3));
}

function ago(text: string, now: number): string | undefined {
  if (!/^([0-9]+(\.[0-9]+)?(h|ms|m|s))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/([0-9.]+)(h|ms|m|s)/g)];
  const ms = parts.reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  );
  return withNanoseconds(Math.floor(now - ms));
}

/** Without a zone it is the caller's own. */
function dated(text: string): string | undefined {
  const pattern =
    /^\d{4}-\d\d-\d\d(?:T\d\d(?::\d\d(?::\d\d(?:\.(\d{1,9}))?)?)?)?(Z|[+-]\d\d:\d\d)?$/;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, fraction = "", zone = ""] = match;
  const date = text.slice(0, text.length - zone.length).replace(/\.\d+$/, "");
  const full =
    date.length === 10 ? `${date}T00:00:00` : date.length === 13 ? `${date}:00:00` : date;
  const ms = Date.parse(full + zone);
  const ns = fraction.padEnd(9, "0");
  return Number.isNaN(ms) ? undefined : withNanoseconds(ms + Number(ns.slice(0, 3)), ns.slice(3));
}
