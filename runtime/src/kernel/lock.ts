/** Locks between commands; the kernel drops them with the process (flock(2)). */
import { closeSync, openSync } from "node:fs";
import { LOCK } from "./flags.ts";
import { native } from "./native.ts";

/** Does something while no other command that locks the same file does; waits for its turn. */
export function locked<T>(path: string, action: () => T): T {
  const fd = openSync(path, "a", 0o600);
  try {
    native.flock(fd, LOCK.EX);
    return action();
  } finally {
    closeSync(fd);
  }
}
