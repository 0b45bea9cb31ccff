/** The learner's functions beside the reference's, one by one, as lines. */
import pc from "picocolors";
import { both } from "../../harness/text.ts";
import { wrap } from "../../harness/wrap.ts";
import { say } from "../say.ts";
import { isSame, type Pair } from "../work/functions.ts";
import { diffRows } from "./rows.ts";

/** What each pair looks like, with a line above that says where it is. */
export const showPairs = (pairs: readonly Pair[], width: number): string[] =>
  pairs.flatMap((pair) => [...showPair(pair, width), ""]).slice(0, -1);

function showPair(pair: Pair, width: number): string[] {
  const title = `${pc.bold(pair.name)}  ${pc.dim(pair.place)}`;
  if (pair.given) return [title, ...wrap(say(GIVEN), width - 2).map((line) => `  ${line}`)];
  if (isSame(pair)) return [title, `  ${say(SAME)}`];
  const { mine, theirs } = pair;
  if (!mine) return [title, `  ${say(GONE)}`, ...diffRows("", theirs.code, width).slice(1)];
  return [title, ...diffRows(mine.code, theirs.code, width)];
}

const SAME = both("the same as the reference", "与参考实现相同");

const GIVEN = both(
  "given: your copy has no such file, so it is the reference's that runs. Something else that you wrote gets in its way: npm run diff N shows what of a lesson you wrote differently",
  "已给出：你的副本里没有这个文件，运行的就是参考实现。是你写的别的代码影响了它：npm run diff N 会显示某一课里你的写法有哪些不同",
);

const GONE = both(
  "not to be found in your file, or the file cannot be parsed; the reference has",
  "在你的文件里找不到，或者文件无法解析；参考实现是",
);

/** How the signs are to be read. */
export const LEGEND = both("- yours   + the reference", "- 你的代码   + 参考实现");
