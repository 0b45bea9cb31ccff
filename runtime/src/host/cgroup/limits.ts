/** What a container may use, as plain numbers: one meaning for both versions of cgroups. */

/** A rate for one block device. */
export interface DeviceRate {
  /** `major:minor`, as the kernel names devices. */
  readonly device: string;
  readonly bytesPerSecond: number;
}

/** Limits of a container; what is undefined is not limited. */
export interface Limits {
  /** Bytes of memory. */
  readonly memory?: number | undefined;
  /** Bytes of memory and swap together, as docker counts; -1: as much swap as there is. */
  readonly memorySwap?: number | undefined;
  /** Bytes that are reclaimed last when memory is short. */
  readonly memoryReservation?: number | undefined;
  /** Cores, such as 1.5. */
  readonly cpus?: number | undefined;
  /** Relative weight, 2 to 262144; 1024 is usual. */
  readonly cpuShares?: number | undefined;
  /** A list such as `0-1,3`. */
  readonly cpusetCpus?: string | undefined;
  /** A list of memory nodes. */
  readonly cpusetMems?: string | undefined;
  /** Number of processes and threads; -1: any. */
  readonly pids?: number | undefined;
  /** Relative weight of block I/O, 10 to 1000. */
  readonly blkioWeight?: number | undefined;
  readonly deviceReadBps?: readonly DeviceRate[] | undefined;
  readonly deviceWriteBps?: readonly DeviceRate[] | undefined;
}

/** With what is no concern of either version's own settings (period.ts). */
export interface AllLimits extends Limits {
  /** Microseconds in which processor time is counted; PERIOD unless it is given. */
  readonly cpuPeriod?: number | undefined;
}

/** A file of a group, and what is to be written into it. */
export type Setting = readonly [file: string, value: string];

/** Microseconds in which a quota of processor time is counted; the kernel's default. */
export const PERIOD = 100_000;
