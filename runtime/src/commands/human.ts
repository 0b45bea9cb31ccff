/** Sizes, ages and tables as docker shows them. */

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Bytes in powers of 1000 with three digits: `4.26MB` (docker/go-units, HumanSizeWithPrecision). */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${Number(value.toPrecision(3))}${UNITS[unit]}`;
}

const STEPS: readonly (readonly [limit: number, unit: number, name: string])[] = [
  [60, 1, "second"],
  [60 * 60, 60, "minute"],
  [48 * 3600, 3600, "hour"],
  [14 * 86400, 86400, "day"],
  [60 * 86400, 7 * 86400, "week"],
  [730 * 86400, 30 * 86400, "month"],
  [Number.POSITIVE_INFINITY, 365 * 86400, "year"],
];

/**
 * How long ago: `2 years ago` (docker/go-units, HumanDuration); `N/A` for what has no date.
 *
 * @param time ISO 8601
 */
export function age(time: string | undefined, now = Date.now()): string {
  const seconds = Math.floor((now - Date.parse(time ?? "")) / 1000);
  if (Number.isNaN(seconds)) return "N/A";
  if (seconds < 1) return "Less than a second ago";
  const [, unit, name] = STEPS.find(([limit]) => seconds < limit) as (typeof STEPS)[number];
  const count = Math.floor(seconds / unit);
  if (count === 1 && name === "minute") return "About a minute ago";
  if (count === 1 && name === "hour") return "About an hour ago";
  return `${count} ${name}${count === 1 ? "" : "s"} ago`;
}

const NARROWEST = 10; // characters of a column, the space after it included

/** Rows under their headings, in columns three spaces apart and as wide as docker's. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [headings, ...rows];
  const widths = headings.map((_, i) => Math.max(...all.map((row) => (row[i] ?? "").length)));
  const last = headings.length - 1;
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) =>
        i === last ? cell : cell.padEnd(Math.max((widths[i] ?? 0) + 3, NARROWEST)),
      )
      .join("");
  return all.map(line);
}

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** Bytes in powers of 1024 with four digits: `1.527MiB` (docker/go-units, BytesSize). */
export function binarySize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BINARY.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Number(value.toPrecision(4))}${BINARY[unit]}`;
}
