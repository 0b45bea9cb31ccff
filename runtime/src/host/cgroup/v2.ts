/** Cgroups version 2: one hierarchy for all controllers (kernel: admin-guide/cgroup-v2). */
import { type DeviceRate, type Limits, PERIOD, type Setting } from "./limits.ts";

/**
 * Limits as the files of version 2. What differs from version 1:
 *
 * - swap is counted by itself, so memory is taken off docker's sum, which never comes without it;
 * - a quota and its period share one file, `cpu.max`;
 * - shares of 2 to 262144 become a weight of 1 to 10000, in a straight line and rounded down:
 *   1 + (shares - 2) * 9999 / 262142;
 * - each rate of a device is a line for `io.max` of its own, `8:0 rbps=…` or `8:0 wbps=…`;
 * - without limit (-1) is `max`.
 *
 * @lesson 2 v2
 * @see kernel: admin-guide/cgroup-v2
 */
export function settingsV2(limits: Limits): Setting[] {
  const settings: Setting[] = [];
  const set = (file: string, value: number | string | undefined) => {
    if (value !== undefined) settings.push([file, String(value)]);
  };
  const rates = (key: string, devices: readonly DeviceRate[] = []) => {
    for (const { device, bytesPerSecond } of devices) {
      set("io.max", `${device} ${key}=${bytesPerSecond}`);
    }
  };
  set("memory.max", limits.memory);
  if (limits.memorySwap !== undefined) {
    const unlimited = limits.memorySwap === -1;
    set("memory.swap.max", unlimited ? "max" : limits.memorySwap - (limits.memory ?? 0));
  }
  set("memory.low", limits.memoryReservation);
  if (limits.cpus !== undefined) set("cpu.max", `${Math.round(limits.cpus * PERIOD)} ${PERIOD}`);
  if (limits.cpuShares !== undefined) set("cpu.weight", weightOfShares(limits.cpuShares));
  set("cpuset.cpus", limits.cpusetCpus);
  set("cpuset.mems", limits.cpusetMems);
  set("pids.max", limits.pids === -1 ? "max" : limits.pids);
  set("io.weight", limits.blkioWeight);
  rates("rbps", limits.deviceReadBps);
  rates("wbps", limits.deviceWriteBps);
  return settings;

  function weightOfShares(shares: number): number {
    return 1 + Math.floor(((shares - 2) * 9999) / 262142);
  }
}
