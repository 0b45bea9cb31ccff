/** One test of a suite: ATTACK is the title of the only one that is tried (../defences.ts). */
import type { Test } from "uvu";

/** The suite, in which all tests but that one are left out; the same suite when none was named. */
export function chosen<Context>(suite: Test<Context>): Test<Context> {
  const only = process.env.ATTACK;
  if (only === undefined) return suite;
  return new Proxy(suite, {
    apply(target, _, [title, attempt]: Parameters<Test<Context>>) {
      if (title === only) target(title, attempt);
    },
  });
}
