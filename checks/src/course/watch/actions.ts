/** What the keys of a watch do, apart from running and quitting. */
import { both, type Text } from "../../harness/text.ts";
import { wrap } from "../../harness/wrap.ts";
import type { Lesson } from "../catalogue.ts";
import { diffLines } from "../commands/diff.ts";
import { hasPassed, listLines } from "../commands/list.ts";
import { solutionLines } from "../commands/solution.ts";
import { nextHint } from "../hints/show.ts";
import { say } from "../say.ts";

/** What an action may want to know. */
export interface Situation {
  readonly lesson: Lesson;
  /** The first check that fails. */
  readonly failed: string | undefined;
  readonly width: number;
  /** The key before this one. */
  readonly before: string;
}

/** An action gives lines to show. */
export type Action = (situation: Situation) => Promise<string[]>;

/** By key. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  h: async ({ failed, width }) =>
    failed === undefined ? [say(NOTHING_FAILS)] : nextHint(failed, width),
  d: ({ lesson, failed, width }) => diffLines(lesson, width, failed),
  s: async ({ lesson, before, width }) =>
    before === "s" || (await hasPassed(lesson))
      ? solutionLines(lesson)
      : wrap(say(ONCE_MORE), width),
  l: () => listLines(),
  "?": async () => [say(HELP)],
};

const NOTHING_FAILS = both(
  "No check of this lesson has failed: there is nothing to hint at.",
  "这一课没有未通过的检查，不需要提示。",
);

const ONCE_MORE = both(
  "The lesson has not passed yet. Press s once more to see its solution all the same.",
  "这一课还没有通过。如果仍要看答案，请再按一次 s。",
);

/** All keys in one line, at most 79 columns. */
export const KEYS: Text = both(
  "h hint · d difference · s solution · l list · r run · q quit · ? help",
  "h 提示 · d 差异 · s 答案 · l 列表 · r 运行 · q 退出 · ? 帮助",
);

const HELP = both(
  `h  the next hint for the first check that fails
d  your functions beside the reference, for that check
s  the solution of the lesson
l  all lessons, and what is next
r  run the checks again
q  quit (so does Ctrl-C); Ctrl-Z suspends, fg comes back
Every save in work/ runs the checks; only what is new is shown.`,
  `h  第一个未通过检查的下一条提示
d  与这个检查有关的函数：你的代码与参考实现
s  这一课的答案
l  所有课程，以及下一步
r  重新运行检查
q  退出（Ctrl-C 也可以）；Ctrl-Z 挂起，fg 恢复
每次保存 work/ 里的文件都会运行检查，只显示有变化的部分。`,
);
