/**
 * `npm run verify [N]`: proves that starters fail, the reference passes and mutants are caught, and
 * writes what it has proved into docs/.
 */
import { EXIT } from "../../harness/result.ts";
import { findLesson, lessons } from "../catalogue.ts";
import { conclude } from "../test/line.ts";
import { verifyCourse } from "../verify/course.ts";
import { writePages } from "../verify/pages.ts";

/** Verifies some lessons, or all. */
export async function verify(words: readonly string[]): Promise<number> {
  const chosen = words.length > 0 ? words.map((word) => findLesson(word)) : lessons();
  return conclude(await verifyCourse(chosen, writePages)) ? EXIT.passed : EXIT.bug;
}
