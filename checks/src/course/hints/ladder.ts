/**
 * The ladder of hints for a check: what is to be seen, the concept and its pages, the call, a
 * skeleton, the difference. People wrote the upper rungs; what is not written is made from the
 * reference, so that it cannot be wrong.
 */
import pc from "picocolors";
import { both, type Text } from "../../harness/text.ts";
import { wrap } from "../../harness/wrap.ts";
import { LEGEND, showPairs } from "../diff/functions.ts";
import { callsOf, skeleton } from "../generator/skeleton.ts";
import { findCheck } from "../lessonfiles.ts";
import { say } from "../say.ts";
import { concernedBy } from "../work/concerned.ts";
import { type Pair, pairOf } from "../work/functions.ts";
import { readProgress } from "../work/progress.ts";

/** One step. */
export interface Rung {
  readonly name: Text;
  /** In the learner's language, in lines of that many columns where they are prose. */
  lines(width: number): string[];
}

/** All rungs of a check, from the top. */
export async function ladder(id: string): Promise<Rung[]> {
  const { hints } = (await findCheck(id)).texts;
  const pairs = (await concernedBy(id)).map((name) => pairOf(name));
  const prose = (i: number) => (hints[i] ? [say(hints[i])] : []);
  const written = (i: number, made: () => string[]) => (width: number) =>
    hints[i] ? wrap(say(hints[i]), width) : made().flatMap((line) => wrap(line, width));
  return [
    {
      name: both("what is to be seen", "看到的现象"),
      lines: (width) => [...prose(0), ...lastSeen(id)].flatMap((text) => wrap(text, width)),
    },
    {
      name: both("the concept, and where to read about it", "概念，以及在哪里可以读到"),
      lines: (width) => [...prose(1), ...pages(pairs)].flatMap((text) => wrap(text, width)),
    },
    { name: both("the call", "要用的调用"), lines: written(2, () => pairs.map(calls)) },
    {
      name: both("a skeleton", "骨架"),
      lines: (width) => (hints[3] ? wrap(say(hints[3]), width) : pairs.flatMap(outline)),
    },
    {
      name: both("the difference", "差异"),
      lines: (width) => [pc.dim(say(LEGEND)), "", ...showPairs(pairs, width)],
    },
  ];
}

/** What the last run of the check saw, when it failed. */
function lastSeen(id: string): string[] {
  const { observed } = readProgress().checks[id] ?? {};
  if (!observed) return [];
  return [say(both(`Your last run: ${observed.en}`, `你上一次运行时：${observed.zh}`))];
}

function pages(pairs: readonly Pair[]): string[] {
  const named = [...new Set(pairs.flatMap(({ theirs }) => theirs.pages))];
  const commands = named.map((page) => page.replace(/^(.*)\((\d)\)$/, "man $2 $1")).join(", ");
  return commands === "" ? [] : [say(both(`To read: ${commands}`, `可以阅读：${commands}`))];
}

function calls({ name, place, theirs }: Pair): string {
  const made = callsOf(theirs.code).join(", ");
  return made === ""
    ? say(
        both(
          `${name} (${place}) calls nothing: its result follows from its arguments alone.`,
          `${name}（${place}）不调用任何函数：结果只取决于它的参数。`,
        ),
      )
    : say(
        both(
          `${name} (${place}) is made of these calls: ${made}`,
          `${name}（${place}）由以下调用组成：${made}`,
        ),
      );
}

const outline = ({ name, place, theirs }: Pair): string[] => [
  `${pc.bold(name)}  ${pc.dim(place)}`,
  ...skeleton(theirs.code)
    .split("\n")
    .map((line) => `  ${line}`),
];
