/** Commands that take several names: one that fails does not keep the others from being done. */
import { EXIT, explain } from "../kernel/errors.ts";
import { printError } from "./print.ts";

/** Does the action for each; 1 when one of them failed, with a line for each that did. */
export async function forEach(
  names: readonly string[],
  action: (name: string) => Promise<void>,
): Promise<number> {
  let code: number = 0;
  for (const name of names) {
    try {
      await action(name);
    } catch (error) {
      printError(`mydocker: ${await explain(error)}`);
      code = EXIT.FAILED;
    }
  }
  return code;
}
