/** Options such as `-m 100m` as limits; what cannot be is refused before anything is made. */
import { availableParallelism } from "node:os";
import { type AllLimits, type DeviceRate, PERIOD } from "../host/cgroup/limits.ts";
import { blockDevice, onlineList } from "../host/machine.ts";
import { UserError } from "../kernel/errors.ts";

/** The options as text, by commander's names for them. */
export interface LimitOptions {
  readonly memory?: string;
  readonly memorySwap?: string;
  readonly memoryReservation?: string;
  readonly cpus?: string;
  readonly cpu?: string;
  readonly cpuPeriod?: string;
  readonly cpuQuota?: string;
  readonly cpuShares?: string;
  readonly cpusetCpus?: string;
  readonly cpusetMems?: string;
  readonly pidsLimit?: string;
  readonly blkioWeight?: string;
  readonly deviceReadBps?: readonly string[];
  readonly deviceWriteBps?: readonly string[];
}

const MIB = 1024 ** 2;
const MIN_MEMORY = 6 * MIB; // docker's: less does not even start a program

/** @throws UserError naming the option, its value, the reason and the range */
export function parseLimits(options: LimitOptions): AllLimits {
  const memory = given(options.memory, parseMemory);
  return {
    memory,
    memorySwap: given(options.memorySwap, (text) => parseSwap(text, memory)),
    memoryReservation: given(options.memoryReservation, (text) => parseReservation(text, memory)),
    ...cpuLimits(options),
    cpuShares: given(options.cpuShares, (text) => integer("--cpu-shares", text, 2, 262144)),
    cpusetCpus: given(options.cpusetCpus, (text) => list("--cpuset-cpus", text, onlineList("cpu"))),
    cpusetMems: given(options.cpusetMems, (text) =>
      list("--cpuset-mems", text, onlineList("node")),
    ),
    pids: given(options.pidsLimit, parsePids),
    blkioWeight: given(options.blkioWeight, (text) => integer("--blkio-weight", text, 10, 1000)),
    deviceReadBps: options.deviceReadBps?.map((text) => parseRate("--device-read-bps", text)),
    deviceWriteBps: options.deviceWriteBps?.map((text) => parseRate("--device-write-bps", text)),
  };
}

const given = <T>(text: string | undefined, parse: (text: string) => T): T | undefined =>
  text === undefined ? undefined : parse(text);

const refuse = (option: string, text: string, why: string): never => {
  throw new UserError(`${option} ${JSON.stringify(text)}: ${why}`);
};

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1024,
  m: MIB,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

/** Bytes: a number with b, k, m, g or t, in powers of 1024 as docker has them. */
export function parseSize(option: string, text: string): number {
  const [, number = "", unit = ""] = /^([0-9]+(?:\.[0-9]+)?)([bkmgt]?)(?:i?b)?$/i.exec(text) ?? [];
  if (number === "") refuse(option, text, "a size is needed, such as 100m or 1g");
  return Math.floor(Number(number) * (UNITS[unit.toLowerCase()] ?? 1));
}

function parseMemory(text: string): number {
  const size = parseSize("--memory", text);
  if (size >= MIN_MEMORY) return size;
  const suffix = /^[0-9.]+$/.test(text) ? `; is a suffix missing, as in ${text}m?` : "";
  return refuse("--memory", text, `at least 6m is needed${suffix}`);
}

function parseSwap(text: string, memory: number | undefined): number {
  if (memory === undefined) return refuse("--memory-swap", text, "--memory must be given too");
  if (text === "-1") return -1;
  const size = parseSize("--memory-swap", text);
  const why =
    "it counts memory and swap together, so it cannot be less than --memory (-1: no limit)";
  return size < memory ? refuse("--memory-swap", text, why) : size;
}

function parseReservation(text: string, memory = Number.POSITIVE_INFINITY): number {
  const size = parseSize("--memory-reservation", text);
  const why = "it cannot be more than --memory";
  return size > memory ? refuse("--memory-reservation", text, why) : size;
}

/** Cores, or their quota and period. */
function cpuLimits(options: LimitOptions): Pick<AllLimits, "cpus" | "cpuPeriod"> {
  const { cpuPeriod, cpuQuota } = options;
  const cpus = parseCpus(options);
  if (cpuPeriod === undefined && cpuQuota === undefined) return { cpus };
  if (cpus !== undefined) {
    throw new UserError("--cpus says what --cpu-quota and --cpu-period say together: give one");
  }
  const period = integer("--cpu-period", cpuPeriod ?? `${PERIOD}`, 1000, 1_000_000);
  const quota = cpuQuota === undefined || cpuQuota === "-1" ? undefined : parseQuota(cpuQuota);
  return { cpus: quota === undefined ? undefined : quota / period, cpuPeriod: period };
}

/** The kernel's least is a millisecond. */
const parseQuota = (text: string) => integer("--cpu-quota", text, 1000, 1_000_000_000);

/** Cores, from `--cpus` (cores) or `-cpu` (per cent of one core). */
function parseCpus({ cpus, cpu }: LimitOptions): number | undefined {
  if (cpus !== undefined && cpu !== undefined) {
    throw new UserError("--cpus and --cpu say the same thing (cores, per cent of one): give one");
  }
  const cores = availableParallelism();
  if (cpus !== undefined) return decimal("--cpus", cpus, 0.01, cores);
  if (cpu !== undefined) return decimal("--cpu", cpu, 1, cores * 100) / 100;
  return undefined;
}

function decimal(option: string, text: string, min: number, max: number): number {
  const value = /^[0-9]*\.?[0-9]+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  const cores = availableParallelism();
  return refuse(option, text, `${min} to ${max} is possible here (${cores} processors)`);
}

function integer(option: string, text: string, min: number, max: number): number {
  const value = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max
    ? value
    : refuse(option, text, `${min} to ${max} is possible`);
}

function parsePids(text: string): number {
  if (text === "-1" || text === "0") return -1;
  return integer("--pids-limit", text, 1, 4194304);
}

/** A list such as `0-1,3`, all of whose members this machine has. */
function list(option: string, text: string, online: readonly number[]): string {
  const members = parseList(text);
  if (!members) return refuse(option, text, "a list is needed, such as 0-1,3");
  const missing = members.find((member) => !online.includes(member));
  if (missing === undefined) return text;
  return refuse(option, text, `${missing} is not among this machine's: ${online.join(",")}`);
}

/** The members of a list in the form of cpuset(7); undefined when it is not one. */
export function parseList(text: string): number[] | undefined {
  const members: number[] = [];
  for (const part of text.split(",")) {
    const [, from = "", to = from] = /^([0-9]{1,4})(?:-([0-9]{1,4}))?$/.exec(part) ?? [];
    if (from === "" || Number(to) < Number(from)) return undefined;
    for (let member = Number(from); member <= Number(to); member++) members.push(member);
  }
  return members;
}

function parseRate(option: string, text: string): DeviceRate {
  const [, path = "", rate = ""] = /^(\/.+):([^:]+)$/.exec(text) ?? [];
  if (path === "") refuse(option, text, "a device and a rate are needed, such as /dev/sda:1m");
  const device = blockDevice(path) ?? refuse(option, text, `${path} is not a block device`);
  return { device, bytesPerSecond: parseSize(option, rate) };
}
