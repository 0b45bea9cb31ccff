/** docker's exit code of a command that was understood, and could not be done. */
import { UserError } from "../kernel/errors.ts";

const FAILED = 1;

/** Does something; a UserError in it ends the command with 1, where 125 means a wrong command line. */
export async function failing<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof UserError ? new UserError(error.message, FAILED) : error;
  }
}
