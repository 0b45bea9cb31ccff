/** What many measurements say: the middle, and how far they spread. */

/** Of one subject, in the unit of its figure. */
export interface Summary {
  readonly median: number;
  /** A quarter of the measurements is below `low`, a quarter above `high`. */
  readonly low: number;
  readonly high: number;
  readonly minimum: number;
  readonly count: number;
}

/** @param values at least one */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    minimum: quantile(sorted, 0),
    count: sorted.length,
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
