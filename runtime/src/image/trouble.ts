/** What goes wrong with images, in one line that names what it happened to. */
import { UserError } from "../kernel/errors.ts";
import { stateRoot } from "../kernel/stateroot.ts";

/**
 * Runs `work`; what goes wrong in it is said of `what` (a file, a layer).
 *
 * @throws UserError for what a user can mend; all else as it is
 */
export async function naming<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw named(what, error);
  }
}

/** What naming throws for an error. */
export function named(what: string, error: unknown): unknown {
  if (error instanceof UserError) return new UserError(`${what}: ${error.message}`, error.exitCode);
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    const remedy = "make room ('mydocker image prune -a' removes what no container uses)";
    return new UserError(`${what}: no space is left in ${stateRoot()}: ${remedy}`);
  }
  return syscall === undefined ? error : new UserError(`${what}: ${message}`);
}
