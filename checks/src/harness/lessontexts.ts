/** The words of a lesson's checks: titles, hints, and what usually is the cause. */
import type { Result } from "./result.ts";
import { both, type Text } from "./text.ts";

/** The words of one check. */
export interface CheckTexts {
  /** What holds when it passes, as a short sentence. */
  readonly title: Text;
  /** The id of the place in the lesson's README that explains it. */
  readonly anchor: string;
  /** From what can be seen, by way of the concept and the call, to a skeleton. */
  readonly hints: readonly Text[];
  /** The usual cause, by diagnosis. */
  readonly likely: Readonly<Record<string, Text>>;
}

/** By id of the check. */
export type LessonTexts = Readonly<Record<string, CheckTexts>>;

/** Causes that any check may find. */
const ANYWHERE: Readonly<Record<string, Text>> = {
  "did-not-run": both(
    "it ended on the way to the command, most often because a system call was refused: its own message says which",
    "还没执行到命令就结束了，最常见的原因是某个系统调用被拒绝：它自己的错误信息会说明是哪一个",
  ),
  "wrong-types": both(
    "what the type checker says above: mend that first",
    "上面类型检查器指出的错误：请先改正它们",
  ),
  "no-container": both(
    "it ended by itself, and no command ever ran: is this program a mydocker, and does its run wait for the container to end?",
    "程序自己结束了，命令却从未运行：这个程序真的是 mydocker 吗？它的 run 会等待容器结束吗？",
  ),
  "timed-out": both(
    "somebody waits for something that never comes: an end of file, a signal, a child that has ended",
    "有一方在等待永远不会到来的东西：文件结尾、信号，或早已结束的子进程",
  ),
  "ended-early": both(
    "the container's process was ended by somebody else, or mydocker did not wait for it",
    "容器进程被别人终止了，或者 mydocker 没有等待它",
  ),
  "left-behind": both(
    "what was made on the machine outlives the container: it is not in a namespace of its own, or nobody undoes it",
    "在宿主机上创建的东西比容器活得更久：它不在容器自己的命名空间里，或者没有人清理它",
  ),
  garbled: both(
    "lines of mydocker's own among what the container prints, or half of it lost",
    "mydocker 自己的输出混进了容器的输出，或者输出丢了一半",
  ),
  "did-not-build": both(
    "the sources cannot be made into a program: the first message says where",
    "源码无法构建成程序：第一条信息说明了位置",
  ),
  "out-of-time": both(
    "containers that never end, or a mydocker that waits for what never comes",
    "容器永远不结束，或者 mydocker 在等待永远不会到来的东西",
  ),
  "used-up": both(
    "processes, memory or files that nobody bounds or takes away",
    "进程、内存或文件没有限制，也没有被回收",
  ),
  "killed-the-host": both(
    "a kill that should reach the container's processes reached all: kill(-1, …) without a PID namespace",
    "本应只发给容器进程的 kill 影响了所有进程：在没有 PID 命名空间时调用了 kill(-1, …)",
  ),
};

/** What mydocker says when its own code is wrong, before any system call was refused. */
const BROKEN = /mydocker: (?:Reference|Type|Range)Error: /;

const CODE = both(
  "a mistake in the TypeScript itself, and no call that was refused: the line is behind at",
  "是 TypeScript 代码本身的错误，不是系统调用被拒绝：at 后面就是出错的那一行",
);

/** The usual cause of a failed check, where one is known; what the program says of itself comes first. */
export function likelyCause(
  { id, diagnosis, busy, observed }: Pick<Result, "id" | "diagnosis" | "busy" | "observed">,
  texts: LessonTexts,
): Text | undefined {
  if (diagnosis === undefined) return undefined;
  if (diagnosis !== "wrong-types" && observed && BROKEN.test(observed.en)) return CODE;
  const usual = texts[id]?.likely[diagnosis] ?? ANYWHERE[diagnosis];
  return busy && usual ? slowOr(usual, busy, id) : usual;
}

const slowOr = (usual: Text, busy: Text, id: string): Text =>
  both(
    `this machine is busy (${busy.en}) and may only have been too slow: npm run lesson ${id} runs this check alone. If not, ${usual.en}`,
    `这台机器很忙（${busy.zh}），可能只是太慢：npm run lesson ${id} 可以单独再运行这一项。若不是，则${usual.zh}`,
  );
