/** `npm run hint [1.3] [again|all|reset]`: one more step towards passing a check, at each call. */
import { styleFor } from "../../harness/report.ts";
import { both } from "../../harness/text.ts";
import { allHints, forgetHints, lastHint, nextHint } from "../hints/show.ts";
import { findCheck, isCheckId } from "../lessonfiles.ts";
import { print, say } from "../say.ts";
import { UsageError } from "../usage.ts";
import { firstFailed, readProgress } from "../work/progress.ts";

const WAYS = { again: lastHint, all: allHints } as const;

/** Prints the next hint of a check, or of the first one that the last runs saw fail. */
export async function hint(words: readonly string[]): Promise<number> {
  const [first, ...rest] = words;
  const named = first !== undefined && !isWay(first);
  const id = named ? first : firstFailed(readProgress());
  const [way, ...more] = named ? rest : words;
  if (id === undefined || !isCheckId(id) || more.length > 0 || (way !== undefined && !isWay(way))) {
    const usage = "npm run hint 1.3 [again|all|reset]";
    throw new UsageError(both(usage, usage));
  }
  await findCheck(id);
  const { width } = styleFor(process.stdout);
  if (way === "reset") {
    forgetHints(id);
    print(say(both(`the hints of ${id} begin at the top again`, `${id} 的提示将从头开始`)));
  } else print(...(await (way === undefined ? nextHint : WAYS[way])(id, width)));
  return 0;
}

const isWay = (word: string): word is keyof typeof WAYS | "reset" =>
  word === "reset" || Object.hasOwn(WAYS, word);
