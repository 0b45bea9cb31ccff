/** Commands that were understood, and could not be done. */
import { EXIT, UserError } from "../kernel/errors.ts";

/** Does something; a UserError in it ends the command with 1, where 125 means a wrong command line. */
export async function failing<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof UserError ? new UserError(error.message, EXIT.FAILED) : error;
  }
}
