/** A quota of processor time in a period of its own (`--cpu-period`), where 100,000 µs are usual. */
import type { AllLimits, Setting } from "./limits.ts";

/** A quota and its period, in microseconds, as files; without a quota there is no limit. */
type Files = (period: number, quota: number | undefined) => Setting[];

/** Version 1 checks each against the other: no quota, while the period changes, is always allowed. */
export const periodV1: Files = (period, quota) => [
  ["cpu.cfs_quota_us", "-1"],
  ["cpu.cfs_period_us", `${period}`],
  ...(quota === undefined ? [] : [["cpu.cfs_quota_us", `${quota}`] as const]),
];

/** Version 2 has one file for both. */
export const periodV2: Files = (period, quota) => [["cpu.max", `${quota ?? "max"} ${period}`]];

/** The settings of some limits, with those of the period where it is not the usual one. */
export function withPeriod(
  settings: readonly Setting[],
  { cpus, cpuPeriod }: AllLimits,
  files: Files,
): Setting[] {
  if (cpuPeriod === undefined) return [...settings];
  const quota = cpus === undefined ? undefined : Math.round(cpus * cpuPeriod);
  const rest = settings.filter(([file]) => !/^cpu\.(cfs_|max)/.test(file));
  return [...rest, ...files(cpuPeriod, quota)];
}
