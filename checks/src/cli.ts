/**
 * The course's commands, started by run.mjs when everything is ready for them.
 *
 * Exit codes: 0 green, 1 your code, 2 your machine (or a command that cannot be understood),
 * 3 our bug.
 */

import { printError, say } from "./course/say.ts";
import { UsageError } from "./course/usage.ts";
import { MachineProblem } from "./harness/machine.ts";
import { EXIT } from "./harness/result.ts";
import { both, type Text } from "./harness/text.ts";

type Command = (words: readonly string[]) => Promise<number>;

/** A command's code is loaded when it is called. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  lesson: async () => (await import("./course/commands/lesson.ts")).lesson,
  try: async () => (await import("./course/commands/try.ts")).tryOut,
  hint: async () => (await import("./course/commands/hint.ts")).hint,
  diff: async () => (await import("./course/commands/diff.ts")).diff,
  solution: async () => (await import("./course/commands/solution.ts")).solution,
  progress: async () => (await import("./course/commands/progress.ts")).progress,
  language: async () => (await import("./course/commands/language.ts")).language,
  update: async () => (await import("./course/commands/update.ts")).update,
  reset: async () => (await import("./course/commands/reset.ts")).reset,
  verify: async () => (await import("./course/commands/verify.ts")).verify,
  grade: async () => (await import("./course/commands/grade.ts")).grade,
  test: async () => (await import("./course/commands/test.ts")).testAll,
  busybox: async () => (await import("./course/commands/busybox.ts")).busybox,
  book: async () => (await import("./course/commands/book.ts")).book,
  doctor: async () => (await import("./course/commands/doctor.ts")).doctor,
};

async function main([name = "", ...words]: readonly string[]): Promise<number> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new UsageError(both(`no command "${name}"`, `没有命令“${name}”`));
  return (await load())(words);
}

/** Says what went wrong, and whose affair it is. */
function explain(error: unknown): number {
  if (error instanceof UsageError || error instanceof MachineProblem) {
    printError(say(error.text));
    return EXIT.machine;
  }
  const refusal = refusalIn(error);
  if (refusal) {
    printError(say(refusal));
    return EXIT.machine;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const sorry = both(
    "This is a mistake of the course, not yours:",
    "这是课程本身的错误，不是你的：",
  );
  printError(say(sorry), stack);
  return EXIT.bug;
}

/** A file that is somebody else's, as after a course once run with sudo, or a full disk. */
function refusalIn(error: unknown): Text | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (["ENOSPC", "EDQUOT"].includes(code)) {
    return both(`${message}: make room on the disk`, `${message}：请腾出磁盘空间`);
  }
  if (!["EACCES", "EPERM", "EROFS"].includes(code)) return undefined;
  return both(
    `${message}: try it with sudo (npm run doctor)`,
    `${message}：请用 sudo 再试（npm run doctor）`,
  );
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => process.exit(explain(error)),
);
