/** Who called mydocker, and what it allows itself. */
import { RLIMIT } from "../kernel/flags.ts";
import { native } from "../kernel/native.ts";

const USUAL = 1024n; // the kernel's own soft limit of open files

/**
 * The caller's limits of open files: soft, hard (getrlimit(2)). Not our own, since Node raises its
 * soft limit before any of our code runs.
 */
export function callerFileLimits(): [bigint, bigint] {
  try {
    return native.getrlimit(process.ppid, RLIMIT.NOFILE);
  } catch {
    const [, hard] = native.getrlimit(process.pid, RLIMIT.NOFILE);
    return [hard < USUAL ? hard : USUAL, hard]; // the caller is another user's process
  }
}
