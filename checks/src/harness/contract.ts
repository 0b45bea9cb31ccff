/**
 * Contracts: what no kernel shows, functions of the learner's own sources are asked themselves. Nothing
 * here starts a container, and nothing is for implementations other than those.
 */
import { Failure } from "./failure.ts";
import type { CheckName, Result } from "./result.ts";
import { both, verbatim } from "./text.ts";

/** A function, and what it is asked. */
export interface Party extends CheckName {
  /** Below the sources. */
  readonly file: string;
  readonly name: string;
  /** @throws Failure when the answer is wrong */
  readonly ask: (answer: unknown) => void;
}

/** A system call of a plan, as a contract looks at it. */
export interface PlanCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Gives the module made of a file, by its path below the sources. */
type Load = (file: string) => Promise<Readonly<Record<string, unknown>>>;

/** Asks each function, or those with some ids. */
export const contractOf =
  (parties: readonly Party[]) =>
  (load: Load, only?: readonly string[]): Promise<Result[]> => {
    const asked = parties.filter(({ id }) => only?.includes(id) ?? true);
    return Promise.all(
      asked.map(async ({ id, kind, file, name, ask }) => {
        const module = await load(file);
        const start = performance.now();
        const verdict = judge(() => ask(module[name]));
        return { id, kind, ...verdict, ms: Math.round(performance.now() - start) };
      }),
    );
  };

function judge(run: () => void): Pick<Result, "outcome"> & Partial<Result> {
  try {
    run();
    return { outcome: "passed" };
  } catch (error) {
    if (error instanceof Failure) return { outcome: "failed", did: error.did, ...error.finding };
    return { outcome: "bug", observed: verbatim(String((error as Error).stack)) };
  }
}

/**
 * What a function returns.
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
