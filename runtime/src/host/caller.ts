/** Who called mydocker, and what it allows itself. */
import { RLIMIT } from "../kernel/flags.ts";
import { native } from "../kernel/native.ts";

const USUAL = 1024n; // the kernel's own soft limit of open files

/**
 * The limits of open files to give on: soft, hard (getrlimit(2)). The soft one is the caller's, since
 * Node raises its own before any of our code runs; the hard one is ours, which may be the lower.
 */
export function callerFileLimits(): [bigint, bigint] {
  const [, hard] = native.getrlimit(process.pid, RLIMIT.NOFILE);
  const soft = softLimitOf(process.ppid) ?? USUAL;
  return [soft < hard ? soft : hard, hard];
}

/** Undefined for another user's process. */
function softLimitOf(pid: number): bigint | undefined {
  try {
    return native.getrlimit(pid, RLIMIT.NOFILE)[0];
  } catch {
    return undefined;
  }
}
