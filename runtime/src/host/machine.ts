/** What this machine has. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";

/** The numbers of the processors or memory nodes that are online (sysfs, cpuset(7)). */
export function onlineList(what: "cpu" | "node"): number[] {
  let text = "0"; // a kernel without NUMA has one node and does not say so
  try {
    text = readFileSync(`/sys/devices/system/${what}/online`, "utf8").trim();
  } catch {}
  return text.split(",").flatMap((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** `major:minor` of a block device; undefined for anything else. */
export function blockDevice(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isBlockDevice()) return undefined;
  const major = ((stat.rdev >> 8) & 0xfff) | 0;
  const minor = (stat.rdev & 0xff) | ((stat.rdev >> 12) & 0xfff00);
  return `${major}:${minor}`;
}

let last: number | undefined;

/** The highest number of a capability that this kernel knows (capabilities(7)). */
export function lastCapability(): number {
  last ??= Number(readFileSync("/proc/sys/kernel/cap_last_cap", "utf8"));
  return last;
}

const PROCESSORS = "/sys/devices/system/cpu";

/** How many processors there are that tell of their temperature: all, or none (virtual machines). */
export function throttledProcessors(): number {
  if (!existsSync(`${PROCESSORS}/cpu0/thermal_throttle`)) return 0;
  return readdirSync(PROCESSORS).filter((name) => /^cpu[0-9]+$/.test(name)).length;
}
