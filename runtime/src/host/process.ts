/** Processes told apart although their numbers are used again. */
import { closeSync, readFileSync } from "node:fs";
import { native } from "../kernel/native.ts";
import { type Read, readNow } from "../kernel/readtogether.ts";

/** Pid, start time and boot: no two processes share all three. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks since the boot (proc(5), /proc/PID/stat, field 22). */
  readonly startTime: string;
  readonly boot: string;
}

/** What the kernel says of a process (proc(5), /proc/PID/stat). */
export interface ProcessNow {
  /** `R`, `S`, `D`, `T`, `Z` … */
  readonly state: string;
  /** As ProcessMark has it. */
  readonly startTime: string;
}

/** @throws ENOENT when the process is gone */
export const markOf = (pid: number): ProcessMark => ({
  pid,
  startTime: parseStat(readFileSync(statFile(pid), "utf8")).startTime,
  boot: bootId(),
});

/** Where the kernel says it. */
export const statFile = (pid: number): string => `/proc/${pid}/stat`;

/** Undefined when no process has that pid. */
export function processNow(pid: number, read: Read = readNow): ProcessNow | undefined {
  const text = read(statFile(pid));
  return text === undefined ? undefined : parseStat(text);
}

function statOf(directory: string): ProcessNow | undefined {
  const text = readNow(`${directory}/stat`);
  return text === undefined ? undefined : parseStat(text);
}

/** The capabilities that a process may use, as bits (proc(5), /proc/PID/status, CapPrm). */
export function permittedCapabilities(pid: number): bigint {
  const [, bits = "0"] =
    /^CapPrm:\s*(\w+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return BigInt(`0x${bits}`);
}

/** Whether that very process lives; one that nobody has waited for yet does not. */
export const isAlive = (mark: ProcessMark): boolean => isAliveAt(`/proc/${mark.pid}`, mark);

/** The same, by a directory of /proc that is held open: what is read in it is that process's own. */
export function isAliveAt(directory: string, { startTime, boot }: ProcessMark): boolean {
  const now = statOf(directory);
  return now?.startTime === startTime && now.state !== "Z" && bootId() === boot;
}

/** The command's name may hold anything, so the fields are counted from its closing parenthesis. */
function parseStat(text: string): ProcessNow {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", startTime: fields[19] ?? "" };
}

let boot: string | undefined;

/** Another one for each boot of the machine (random(4)). */
export function bootId(): string {
  boot ??= readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return boot;
}

/**
 * Sends a signal to that very process.
 *
 * @returns whether it was there
 */
export function signalProcess(mark: ProcessMark, signal: number): boolean {
  let pidfd: number;
  try {
    pidfd = native.pidfdOpen(mark.pid);
  } catch {
    return false;
  }
  try {
    if (!isAlive(mark)) return false; // asked while the pidfd keeps the pid from meaning another
    native.pidfdSendSignal(pidfd, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  } finally {
    closeSync(pidfd);
  }
}

/**
 * Waits until that very process has ended.
 *
 * @param ms the longest that it waits; undefined: no end
 * @returns whether it has
 */
export async function processEnd(mark: ProcessMark, ms?: number): Promise<boolean> {
  let pidfd: number;
  try {
    pidfd = native.pidfdOpen(mark.pid);
  } catch {
    return true;
  }
  if (!isAlive(mark)) {
    closeSync(pidfd);
    return true;
  }
  const ended = new Promise<boolean>((resolve) => {
    native.wait(mark.pid, pidfd, () => resolve(true));
  });
  if (ms === undefined) return ended;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const result = await Promise.race([ended, late]);
  clearTimeout(timer);
  return result;
}
