/** A lesson's checks on the learner's copy, which is made first where it is missing. */
import { EXIT, exitCode, type Result } from "../../harness/result.ts";
import { both } from "../../harness/text.ts";
import type { Lesson } from "../catalogue.ts";
import { nextStep } from "../commands/list.ts";
import { print, printError, say } from "../say.ts";
import { buildWork } from "../work/build.ts";
import { giveBack } from "../work/owner.ts";
import { WORK } from "../work/places.ts";
import { after, readProgress, writeProgress } from "../work/progress.ts";
import { startWork } from "../work/start.ts";
import { taskNames, whereIs } from "../work/tasks.ts";
import { startTypeCheck, type TypeCheck } from "../work/typecheck.ts";
import { check } from "./check.ts";

/** Checks it and remembers what passed; returns the exit code. */
export async function checkWork(lesson: Lesson, only?: readonly string[]): Promise<number> {
  const written = await startWork(lesson.number);
  if (written.length > 0) await introduce(lesson);
  const built = await buildWork();
  if ("errors" in built) {
    printError(...built.errors, "", say(NOT_BUILT));
    return EXIT.failed;
  }
  const types = startTypeCheck();
  try {
    const checking = { lesson, mydocker: built.mydocker, sources: WORK.directory, only };
    const results = await check(checking, { brief: true });
    writeProgress(after(readProgress(), results, new Date()));
    giveBack(WORK.directory);
    await conclude(results, types);
    return exitCode(results);
  } finally {
    types.stop();
  }
}

const NOT_BUILT = both(
  "work/ cannot be built, so nothing was checked.",
  "work/ 无法构建，因此没有进行检查。",
);

/** What the learner has in hand now, and which functions this lesson asks for. */
async function introduce({ number, folder }: Lesson): Promise<void> {
  const tasks = (await taskNames()).filter(({ lesson }) => lesson === number);
  const page = `lessons/${folder}/${say(both("README.md", "README.zh-CN.md"))}`;
  print(
    say(
      both(
        "work/ is your copy: what you write there replaces the same file of runtime/src.",
        "work/ 是你的副本：你在其中写的文件会取代 runtime/src 里的同名文件。",
      ),
    ),
    say(
      both(
        `Read ${page} first. Lesson ${number} asks for these functions:`,
        `请先阅读 ${page}。第 ${number} 课需要编写以下函数：`,
      ),
    ),
    "",
    ...tasks.map((task) => `  ${whereIs(task).padEnd(32)} ${task.name}`),
    "",
  );
}

/** After a success what comes next; after failures how to see more, and what the types tell. */
async function conclude(results: readonly Result[], types: TypeCheck) {
  const code = exitCode(results);
  if (code === EXIT.passed) print("", await nextStep());
  if (code !== EXIT.failed) return;
  const second = results.filter(({ outcome }) => outcome === "failed")[1];
  if (second) {
    const command = `npm run lesson ${second.id}`;
    print(say(both(`the others in full: ${command}, …`, `其余各项的详情：${command} 等`)));
  }
  const complaints = await types.complaints();
  if (complaints.length === 0) return;
  const title = both("The type checker also says:", "类型检查器还指出：");
  print("", say(title), ...complaints.map((complaint) => `  ${complaint}`));
}
