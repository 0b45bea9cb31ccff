/** Settings that the kernel cannot tell apart, in one form. */
import type { Setting } from "./agreed.ts";

const PERIOD = 100_000; // microseconds; the kernel's own choice where nobody writes one

/** As lines `file: value`, in the order of the files. */
export function canonical(settings: readonly Setting[]): string[] {
  const files = new Map(settings);
  const quota = files.get("cpu.cfs_quota_us");
  return settings.flatMap(([file, value]) => {
    if (file === "cpu.cfs_period_us") return [];
    if (file === "cpu.cfs_quota_us") {
      return `cpu quota: ${share(quota, files.get("cpu.cfs_period_us"))}`;
    }
    if (file === "cpu.max") return `cpu quota: ${share(...value.split(" "))}`;
    if (file === "io.max") return linesOfIoMax(value);
    return `${file}: ${value}`;
  });
}

/** Of one processor; the kernel takes whole microseconds only. */
function share(quota = "", period = `${PERIOD}`): string {
  return /^\d+$/.test(quota) ? `${Number(quota) / Number(period)}` : quota;
}

/** `8:0 rbps=1 wbps=2` is as good as two lines. */
function linesOfIoMax(value: string): string[] {
  const [device, ...rates] = value.split(" ");
  return rates.map((rate) => `io.max: ${device} ${rate}`);
}
