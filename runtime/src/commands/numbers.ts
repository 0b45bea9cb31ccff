/** Numbers on a command line. */
import { UserError } from "../kernel/errors.ts";

/** Seconds of `-t`; undefined when it was not given. @throws UserError for what is no number */
export function parseSeconds(text: string | undefined): number | undefined {
  if (text === undefined || /^-?[0-9]{1,9}$/.test(text)) {
    return text === undefined ? undefined : Number(text);
  }
  throw new UserError(`--timeout ${JSON.stringify(text)}: whole seconds are possible`);
}
