/** Processes told apart although their numbers are used again. */
import { readFileSync } from "node:fs";

/** Pid, start time and boot: no two processes share all three. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks since the boot (proc(5), /proc/PID/stat, field 22). */
  readonly startTime: string;
  readonly boot: string;
}

/** @throws ENOENT when the process is gone */
export const markOf = (pid: number): ProcessMark => ({
  pid,
  startTime: stat(`/proc/${pid}`).startTime,
  boot: bootId(),
});

/** Whether that very process lives; one that nobody has waited for yet does not. */
export const isAlive = (mark: ProcessMark): boolean => isAliveAt(`/proc/${mark.pid}`, mark);

/** The same, by a directory of /proc that is held open: what is read in it is that process's own. */
export function isAliveAt(directory: string, { startTime, boot }: ProcessMark): boolean {
  try {
    const now = stat(directory);
    return now.startTime === startTime && now.state !== "Z" && bootId() === boot;
  } catch {
    return false;
  }
}

/** The command's name may hold anything, so the fields are counted from its closing parenthesis. */
function stat(directory: string): { state: string; startTime: string } {
  const text = readFileSync(`${directory}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", startTime: fields[19] ?? "" };
}

const bootId = () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
