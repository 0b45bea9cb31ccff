/** Cgroups version 1: a hierarchy for each controller (cgroups(7), kernel: admin-guide/cgroup-v1). */
import { type DeviceRate, type Limits, PERIOD, type Setting } from "./limits.ts";

/**
 * Limits as the files of version 1, each in the hierarchy that its name begins with:
 * `memory.limit_in_bytes` is the memory controller's.
 *
 * - cores become a quota of microseconds in each period of 100,000;
 * - memory before memory and swap together, which may not be the smaller one;
 * - -1, which only memory and swap together or the processes may be, means without limit: it is
 *   written as it is, but `pids.max` says `max`;
 * - the weight of block I/O is `blkio.weight`: where the machine has only `blkio.bfq.weight`, whoever
 *   writes the file sees to that;
 * - a limit that was not asked for writes nothing.
 *
 * @lesson 2 v1
 * @see cgroups(7), kernel: admin-guide/cgroup-v1
 */
export function settingsV1(limits: Limits): Setting[] {
  const settings: Setting[] = [];
  const set = (file: string, value: number | string | undefined) => {
    if (value !== undefined) settings.push([file, String(value)]);
  };
  const rates = (file: string, devices: readonly DeviceRate[] = []) => {
    for (const { device, bytesPerSecond } of devices) set(file, `${device} ${bytesPerSecond}`);
  };
  set("memory.limit_in_bytes", limits.memory);
  set("memory.memsw.limit_in_bytes", limits.memorySwap);
  set("memory.soft_limit_in_bytes", limits.memoryReservation);
  if (limits.cpus !== undefined) {
    set("cpu.cfs_period_us", PERIOD);
    set("cpu.cfs_quota_us", Math.round(limits.cpus * PERIOD));
  }
  set("cpu.shares", limits.cpuShares);
  set("cpuset.cpus", limits.cpusetCpus);
  set("cpuset.mems", limits.cpusetMems);
  set("pids.max", limits.pids === -1 ? "max" : limits.pids);
  set("blkio.weight", limits.blkioWeight);
  rates("blkio.throttle.read_bps_device", limits.deviceReadBps);
  rates("blkio.throttle.write_bps_device", limits.deviceWriteBps);
  return settings;
}
