/** Locks that outlast a function, shared ones, and ones that are only tried (flock(2)). */
import { closeSync, openSync } from "node:fs";
import { LOCK, O } from "../../kernel/flags.ts";
import { native } from "../../kernel/native.ts";

/** A lock that is held until it is let go. */
export interface Held {
  release(): void;
}

/** Waits until the lock is there. */
export function lock(path: string, operation: number): Held {
  const fd = openSync(path, O.RDWR | O.CREAT | O.CLOEXEC, 0o600);
  return hold(fd, operation);
}

/** Undefined while somebody else has it. */
export function tryLock(path: string, operation: number): Held | undefined {
  const fd = openSync(path, O.RDWR | O.CREAT | O.CLOEXEC, 0o600);
  return tryHold(fd, operation);
}

/** A directory as its own lock; undefined while somebody else has it, or when it is gone. */
export function tryLockDirectory(path: string): Held | undefined {
  let fd: number;
  try {
    fd = openSync(path, O.RDONLY | O.DIRECTORY | O.CLOEXEC);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return tryHold(fd, LOCK.EX);
}

function tryHold(fd: number, operation: number): Held | undefined {
  try {
    return hold(fd, operation | LOCK.NB);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    throw error;
  }
}

function hold(fd: number, operation: number): Held {
  try {
    native.flock(fd, operation);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { release: () => closeSync(fd) };
}
