/** Commands that show all of what they are asked for: `inspect` and its kin. */
import { EXIT, explain, UserError } from "../kernel/errors.ts";
import { print, printError } from "./print.ts";
import { compileTemplate } from "./template/index.ts";

/** The option that all of them have, as commander takes it. */
export const FORMAT = [
  "-f, --format <template>",
  "A template of Go's, such as {{.State.Pid}}, or 'json'",
] as const;

/**
 * Prints one array with an object for each that is there, or with a format a line for each; 1 when
 * one of them is not.
 *
 * @param look throws UserError for what is not there
 */
export async function showFound(
  names: readonly string[],
  look: (name: string) => object,
  format?: string,
): Promise<number> {
  const isTemplate = format !== undefined && format !== "json";
  const show = isTemplate ? compileTemplate(format) : JSON.stringify;
  let code: number = 0;
  const found: object[] = [];
  for (const name of names) {
    try {
      const one = look(name);
      if (format === undefined) found.push(one);
      else print([show(one)]);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      printError(`mydocker: ${await explain(error)}`);
      code = EXIT.FAILED;
    }
  }
  if (format === undefined) print([JSON.stringify(found, undefined, 4)]);
  return code;
}
