/** `npm run update`: the course's changes into work/, and what they mean for what was finished. */
import pc from "picocolors";
import { changes } from "../../../../lessons/changes.ts";
import { styleFor } from "../../harness/report.ts";
import { EXIT } from "../../harness/result.ts";
import { both, type Text } from "../../harness/text.ts";
import { wrap } from "../../harness/wrap.ts";
import { type Lesson, lessons } from "../catalogue.ts";
import { readSources } from "../generator/sources.ts";
import { runAgain } from "../lesson/earlier.ts";
import { loadTexts } from "../lessonfiles.ts";
import { print, say } from "../say.ts";
import { type ChangedCheck, changedChecks } from "../update/changed.ts";
import { checkPrints } from "../update/checkprints.ts";
import type { Fate } from "../update/plan.ts";
import { type Updated, updateWork } from "../update/update.ts";
import { UsageError } from "../usage.ts";
import { readProgress } from "../work/progress.ts";
import { courseVersion, readStarted, writeStarted } from "../work/started.ts";

/** Merges, tells which checks have changed, and checks the finished lessons again. */
export async function update(words: readonly string[]): Promise<number> {
  if (words.length > 0) throw new UsageError(both("npm run update", "npm run update"));
  if (Object.keys(readStarted().files).length === 0) {
    print(
      say(both("Nothing has been started yet: npm run lesson 1", "还没有开始：npm run lesson 1")),
    );
    return EXIT.passed;
  }
  const finished = await finishedLessons();
  const updates = updateWork();
  print(...updates.flatMap(lineOf));
  const changed = await rememberChecks();
  print(...(await linesOf(changed)));
  if (updates.length + changed.length === 0) {
    print(say(both("work/ is up to date.", "work/ 已是最新。")));
    return EXIT.passed;
  }
  if (updates.some(({ fate }) => fate === "conflict" || fate === "undecided")) {
    print("", pc.yellow(say(DECIDE)));
    return EXIT.failed;
  }
  print("");
  return runAgain(finished, (lines) => print(...lines));
}

/** Those of which everything that was ever tried is green. */
async function finishedLessons(): Promise<Lesson[]> {
  const { checks } = readProgress();
  const known = Object.keys(readStarted().checks ?? {});
  return lessons().filter(({ number }) => {
    const ids = known.filter((id) => id.startsWith(`${number}.`));
    return ids.length > 0 && ids.every((id) => checks[id]?.green);
  });
}

const FATES: Readonly<Record<Fate, Text>> = {
  new: both("new", "新增"),
  taken: both("brought up to date; you had not changed it", "已更新；你没有改动过它"),
  merged: both("merged: your lines and the course's", "已合并：你的代码和课程的改动"),
  conflict: both(
    "both changed the same lines: decide between <<<<<<< and >>>>>>>",
    "双方改动了相同的行：请在 <<<<<<< 和 >>>>>>> 之间选择",
  ),
  gone: both("no longer part of the course", "不再属于课程"),
  undecided: both(
    "left alone: it still has <<<<<<< from the update before",
    "未处理：文件里还有上次更新留下的 <<<<<<<",
  ),
};

function lineOf({ file, fate, kept, arrived }: Updated): string[] {
  const bad = fate === "conflict" || fate === "undecided";
  const head = `${bad ? pc.red("✗") : pc.green("✓")} work/${file}: ${say(FATES[fate])}`;
  const came = arrived.join(", ");
  return [
    head,
    ...(came
      ? [
          say(
            both(`  with yours from another file: ${came}`, `  包含你在另一个文件里写的：${came}`),
          ),
        ]
      : []),
    ...(kept ? [say(both(`  yours as it was: ${kept}`, `  你原来的文件：${kept}`))] : []),
  ];
}

/** Which checks are not what they were, told once. */
async function rememberChecks(): Promise<ChangedCheck[]> {
  const started = readStarted();
  const now = await checkPrints();
  const written = changes.slice(started.told ?? changes.length);
  const version = courseVersion(readSources());
  writeStarted({ ...started, version, checks: now, told: changes.length });
  return changedChecks(started.checks ?? now, now, written);
}

async function linesOf(changed: readonly ChangedCheck[]): Promise<string[]> {
  if (changed.length === 0) return [];
  const { width } = styleFor(process.stdout);
  const titles = Object.assign({}, ...(await Promise.all(lessons().map(loadTexts))));
  const rows = changed.map(({ id, why }) => {
    const title = titles[id] ? `${say(titles[id].title)}` : "";
    const reasons = why.map(say).join(say(both("; ", "；")));
    return wrap(`${id} ${title}${say(both(": ", "："))}${reasons}`, width - 2);
  });
  return [
    "",
    say(both("Checks that are not what they were:", "有变化的检查：")),
    ...rows.flat().map((line) => `  ${line}`),
  ];
}

const DECIDE = both(
  "Decide those places, then: npm run lesson N. What was there before is kept.",
  "请先处理这些地方，然后运行 npm run lesson N。原来的内容已保留。",
);
