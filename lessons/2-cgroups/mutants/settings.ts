/** Mistakes in what is written into the files of groups. */
import type { Mutant } from "../../../checks/src/harness/mutant.ts";
import { type Slip, slipped } from "./reference.ts";

const MEMORY_V1 = 'set("memory.limit_in_bytes", limits.memory);';
const SWAP_V1 = 'set("memory.memsw.limit_in_bytes", limits.memorySwap);';
const PIDS = 'limits.pids === -1 ? "max" : limits.pids';

interface Slipped extends Omit<Mutant, "replaces" | "body"> {
  readonly slips: readonly Slip[];
}

const inV1 = ({ slips, ...rest }: Slipped): Mutant => ({
  ...rest,
  replaces: "v1",
  body: slipped("host/cgroup/v1.ts", "settingsV1", ...slips),
});

const inV2 = ({ slips, ...rest }: Slipped): Mutant => ({
  ...rest,
  replaces: "v2",
  body: slipped("host/cgroup/v2.ts", "settingsV2", ...slips),
});

/** Mistakes that show where controllers are in version 1. */
export const v1: readonly Mutant[] = [
  {
    name: "limits memory softly only",
    slips: [
      ["memory.limit_in_bytes", "memory.soft_limit_in_bytes"] as const,
      [`${SWAP_V1}\n`, ""] as const,
    ],
    check: "2.2",
    diagnosis: "not-killed",
  },
  {
    name: "writes megabytes into a file of bytes",
    slips: [
      [MEMORY_V1, MEMORY_V1.replace("limits.memory", "(limits.memory ?? 0) / 1024 ** 2")] as const,
    ],
    check: "2.2",
    diagnosis: "did-not-run",
  },
  {
    name: "limits memory and swap together before memory alone",
    slips: [[`${MEMORY_V1}\n`, ""] as const, [SWAP_V1, `${SWAP_V1}\n  ${MEMORY_V1}`] as const],
    check: "2.4",
    diagnosis: "did-not-run",
  },
  {
    name: "takes --memory-swap for swap alone",
    slips: [
      [
        "limits.memorySwap",
        "limits.memorySwap && limits.memorySwap + (limits.memory ?? 0)",
      ] as const,
    ],
    check: "2.4",
    diagnosis: "swap-not-as-asked",
  },
  {
    name: "reserves memory by limiting it",
    slips: [["memory.soft_limit_in_bytes", "memory.limit_in_bytes"] as const],
    check: "2.4",
    diagnosis: "reservation-not-as-asked",
  },
  {
    name: "takes shares for a limit",
    slips: [
      ['set("cpu.cfs_period_us", PERIOD);\n', ""] as const,
      [
        'set("cpu.cfs_quota_us", Math.round(limits.cpus * PERIOD));',
        'set("cpu.shares", Math.round(limits.cpus * 1024));',
      ] as const,
    ],
    check: "2.5",
    diagnosis: "no-quota",
  },
  {
    name: "reckons the quota for another period than it writes",
    slips: [['set("cpu.cfs_period_us", PERIOD)', 'set("cpu.cfs_period_us", PERIOD / 4)'] as const],
    check: "2.5",
    diagnosis: "quota-too-large",
  },
  {
    name: "takes shares for a quota",
    slips: [['set("cpu.shares"', 'set("cpu.cfs_quota_us"'] as const],
    check: "2.6",
    diagnosis: "did-not-run",
  },
  {
    name: "takes a high weight for a low priority, as with nice(1)",
    slips: [["limits.cpuShares", "limits.cpuShares && 2 ** 20 / limits.cpuShares"] as const],
    check: "2.6",
    diagnosis: "shares-upside-down",
  },
  {
    name: "writes memory nodes where processors are wanted",
    slips: [
      ['set("cpuset.cpus", limits.cpusetCpus)', 'set("cpuset.cpus", limits.cpusetMems)'] as const,
    ],
    check: "2.7",
    diagnosis: "no-cpuset",
  },
  {
    name: "writes -1 where the kernel wants max",
    slips: [[PIDS, "limits.pids"] as const],
    check: "2.8",
    diagnosis: "did-not-run",
  },
  {
    name: "writes read rates into the file of write rates",
    slips: [["blkio.throttle.read_bps_device", "blkio.throttle.write_bps_device"] as const],
    check: "2.9",
    diagnosis: "no-read-rate",
  },
].map(inV1);

/** The same where they are in version 2. */
export const v2: readonly Mutant[] = [
  {
    name: "reserves memory instead of limiting it",
    slips: [["memory.max", "memory.low"] as const],
    check: "2.2",
    diagnosis: "not-killed",
  },
  {
    name: "writes megabytes into a file of bytes",
    slips: [
      [
        'set("memory.max", limits.memory)',
        'set("memory.max", (limits.memory ?? 0) / 1024 ** 2)',
      ] as const,
    ],
    check: "2.2",
    diagnosis: "did-not-run",
  },
  {
    name: "takes docker's sum of memory and swap for swap alone",
    slips: [["limits.memorySwap - (limits.memory ?? 0)", "limits.memorySwap"] as const],
    check: "2.4",
    diagnosis: "swap-not-as-asked",
  },
  {
    name: "reserves memory by limiting it",
    slips: [["memory.low", "memory.high"] as const],
    check: "2.4",
    diagnosis: "reservation-not-as-asked",
  },
  {
    name: "takes shares for a limit",
    slips: [
      [
        'set("cpu.max", `${Math.round(limits.cpus * PERIOD)} ${PERIOD}`)',
        'set("cpu.weight", Math.ceil(limits.cpus * 100))',
      ] as const,
    ],
    check: "2.5",
    diagnosis: "no-quota",
  },
  {
    name: "reckons the quota for four periods",
    slips: [["limits.cpus * PERIOD", "limits.cpus * 4 * PERIOD"] as const],
    check: "2.5",
    diagnosis: "quota-too-large",
  },
  {
    name: "writes shares as a weight just as they are, and the largest ones do not fit",
    slips: [["weightOfShares(limits.cpuShares)", "limits.cpuShares * 8"] as const],
    check: "2.6",
    diagnosis: "did-not-run",
  },
  {
    name: "writes memory nodes where processors are wanted",
    slips: [
      ['set("cpuset.cpus", limits.cpusetCpus)', 'set("cpuset.cpus", limits.cpusetMems)'] as const,
    ],
    check: "2.7",
    diagnosis: "no-cpuset",
  },
  {
    name: "writes -1 where the kernel wants max",
    slips: [[PIDS, "limits.pids"] as const],
    check: "2.8",
    diagnosis: "did-not-run",
  },
  {
    name: "writes read rates as write rates",
    slips: [['rates("rbps"', 'rates("wbps"'] as const],
    check: "2.9",
    diagnosis: "no-read-rate",
  },
].map(inV2);

/** Mistakes that the contract shows on any machine. */
export const contracted: readonly Mutant[] = [
  inV1({
    name: "writes limits that nobody asked for",
    slips: [["if (value !== undefined) settings", "settings"]],
    check: "2.14",
    diagnosis: "unasked",
  }),
  inV1({
    name: "writes a swap limit that is refused, since memory has none yet",
    slips: [
      [`${MEMORY_V1}\n`, ""],
      [SWAP_V1, `${SWAP_V1}\n  ${MEMORY_V1}`],
    ],
    check: "2.14",
    diagnosis: "sum-before-memory",
  }),
  inV1({
    name: "writes a fraction of a microsecond",
    slips: [["Math.round(limits.cpus * PERIOD)", "limits.cpus * PERIOD"]],
    check: "2.14",
    diagnosis: "quota-not-whole",
  }),
  inV2({
    name: "keeps the names of version 1",
    slips: [["memory.max", "memory.limit_in_bytes"]],
    check: "2.15",
    diagnosis: "memory",
  }),
  inV2({
    name: "counts memory as swap once more",
    slips: [["limits.memorySwap - (limits.memory ?? 0)", "limits.memorySwap"]],
    check: "2.15",
    diagnosis: "swap",
  }),
  inV2({
    name: "writes -1 for swap without limit",
    slips: [['unlimited ? "max"', "unlimited ? -1"]],
    check: "2.15",
    diagnosis: "boundless-swap",
  }),
  inV2({
    name: "writes shares as a weight just as they are",
    slips: [["weightOfShares(limits.cpuShares)", "limits.cpuShares"]],
    check: "2.15",
    diagnosis: "shares",
  }),
  inV2({
    name: "writes a rate with a blank, as in version 1",
    slips: [["{key}=", "{key} "]],
    check: "2.15",
    diagnosis: "rates",
  }),
];
