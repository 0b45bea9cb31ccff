/** Calls a learner's function, which may throw. */
import { Failure } from "../../../checks/src/harness/failure.ts";
import { both, verbatim } from "../../../checks/src/harness/text.ts";

/**
 * What it returns.
 *
 * @param did the call as a person would write it
 * @throws Failure for whatever it throws
 */
export function answerOf<T>(did: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new Failure(did, {
      diagnosis: "threw",
      expected: both("an answer", "有返回值"),
      observed: verbatim(String(error)),
    });
  }
}
