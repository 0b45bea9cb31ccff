/** One at a time: whoever makes, removes or joins a network waits for the others (flock(2)). */
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../kernel/errors.ts";
import { LOCK } from "../../kernel/flags.ts";
import { native } from "../../kernel/native.ts";
import { stateDirectory, stateRoot } from "../../kernel/stateroot.ts";

/** Within this process the lock would be waited for by the one who has it. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Does something while nobody else does, of this process or another. The kernel drops the lock with
 * the process, so what is found unfinished under the lock is what a killed command has left.
 */
export function alone<T>(action: () => T | Promise<T>): Promise<T> {
  const mine = turn.then(() => whileLocked(action));
  turn = mine.catch(() => {});
  return mine;
}

async function whileLocked<T>(action: () => T | Promise<T>): Promise<T> {
  const fd = openSync(join(networksDirectory(), ".lock"), "a", 0o600);
  try {
    native.flock(fd, LOCK.EX);
    return await action();
  } finally {
    closeSync(fd);
  }
}

/** @throws UserError where networks cannot be kept */
export function networksDirectory(): string {
  try {
    return stateDirectory("networks");
  } catch (error) {
    throw new UserError(
      `networks are kept in ${stateRoot()}: ${(error as Error).message} (sudo, or set MYDOCKER_ROOT)`,
    );
  }
}
