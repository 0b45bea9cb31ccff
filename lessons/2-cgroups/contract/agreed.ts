/** Limits, and what they are in the files of each version. */

/** The fields of a container's limits, as the docstrings give them. */
export interface Limits {
  readonly memory?: number;
  readonly memorySwap?: number;
  readonly memoryReservation?: number;
  readonly cpus?: number;
  readonly cpuShares?: number;
  readonly cpusetCpus?: string;
  readonly cpusetMems?: string;
  readonly pids?: number;
  readonly blkioWeight?: number;
  readonly deviceReadBps?: readonly { device: string; bytesPerSecond: number }[];
  readonly deviceWriteBps?: readonly { device: string; bytesPerSecond: number }[];
}

/** A file of a group, and what is written into it. */
export type Setting = readonly [file: string, value: string];

/** One meaning in two versions; more than one way to write it where the runtimes differ. */
export interface Agreed {
  readonly limits: Limits;
  readonly diagnosis: string;
  readonly v1: readonly (readonly Setting[])[];
  readonly v2: readonly (readonly Setting[])[];
}

const MIB = 1024 ** 2;
const memory = 32 * MIB;

const shares = (cpuShares: number, ...weights: readonly number[]): Agreed => ({
  limits: { cpuShares },
  diagnosis: "shares",
  v1: [[["cpu.shares", `${cpuShares}`]]],
  v2: weights.map((weight) => [["cpu.weight", `${weight}`]]),
});

/** In the order of importance: the first one that is not kept is told. */
export const limits: readonly Agreed[] = [
  { limits: {}, diagnosis: "unasked", v1: [[]], v2: [[]] },
  {
    limits: { memory },
    diagnosis: "memory",
    v1: [[["memory.limit_in_bytes", `${memory}`]]],
    v2: [[["memory.max", `${memory}`]]],
  },
  {
    limits: { memory, memorySwap: 48 * MIB },
    diagnosis: "swap",
    v1: [
      [
        ["memory.limit_in_bytes", `${memory}`],
        ["memory.memsw.limit_in_bytes", `${48 * MIB}`],
      ],
    ],
    v2: [
      [
        ["memory.max", `${memory}`],
        ["memory.swap.max", `${16 * MIB}`],
      ],
    ],
  },
  {
    limits: { memory, memorySwap: -1 },
    diagnosis: "boundless-swap",
    v1: [
      [
        ["memory.limit_in_bytes", `${memory}`],
        ["memory.memsw.limit_in_bytes", "-1"],
      ],
    ],
    v2: [
      [
        ["memory.max", `${memory}`],
        ["memory.swap.max", "max"],
      ],
    ],
  },
  {
    limits: { memoryReservation: memory },
    diagnosis: "reservation",
    v1: [[["memory.soft_limit_in_bytes", `${memory}`]]],
    v2: [[["memory.low", `${memory}`]]],
  },
  ...[1.5, 0.29].map(
    (cpus): Agreed => ({
      limits: { cpus }, // 0.29 * 100000 is not quite 29000
      diagnosis: cpus < 1 ? "quota-not-whole" : "quota",
      v1: [
        [
          ["cpu.cfs_period_us", "100000"],
          ["cpu.cfs_quota_us", `${Math.round(cpus * 100_000)}`],
        ],
      ],
      v2: [[["cpu.max", `${Math.round(cpus * 100_000)} 100000`]]],
    }),
  ),
  shares(2, 1),
  shares(1024, 39, 100), // a straight line, or the curve that runtimes use since 2025
  shares(262144, 10000),
  {
    limits: { cpusetCpus: "0-1,3", cpusetMems: "0" },
    diagnosis: "cpuset",
    v1: [
      [
        ["cpuset.cpus", "0-1,3"],
        ["cpuset.mems", "0"],
      ],
    ],
    v2: [
      [
        ["cpuset.cpus", "0-1,3"],
        ["cpuset.mems", "0"],
      ],
    ],
  },
  ...[100, -1].map((pids): Agreed => {
    const settings: Setting[] = [["pids.max", pids === -1 ? "max" : `${pids}`]];
    return { limits: { pids }, diagnosis: "pids", v1: [settings], v2: [settings] };
  }),
  {
    limits: { blkioWeight: 500 },
    diagnosis: "io-weight",
    v1: [[["blkio.weight", "500"]]],
    v2: [[["io.weight", "500"]], [["io.weight", "4950"]]], // as it is, or stretched to 1 to 10000
  },
  {
    limits: {
      deviceReadBps: [
        { device: "8:0", bytesPerSecond: MIB },
        { device: "8:16", bytesPerSecond: 2 * MIB },
      ],
      deviceWriteBps: [{ device: "8:0", bytesPerSecond: 3 * MIB }],
    },
    diagnosis: "rates",
    v1: [
      [
        ["blkio.throttle.read_bps_device", "8:0 1048576"],
        ["blkio.throttle.read_bps_device", "8:16 2097152"],
        ["blkio.throttle.write_bps_device", "8:0 3145728"],
      ],
    ],
    v2: [
      [
        ["io.max", "8:0 rbps=1048576"],
        ["io.max", "8:16 rbps=2097152"],
        ["io.max", "8:0 wbps=3145728"],
      ],
    ],
  },
];
