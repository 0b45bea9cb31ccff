/** `npm run hint 1.3`: one more step towards passing a check, at each call. */
import { basename } from "node:path";
import pc from "picocolors";
import { styleFor } from "../../harness/report.ts";
import { both } from "../../harness/text.ts";
import { wrap } from "../../harness/wrap.ts";
import { findCheck, isCheckId } from "../lessonfiles.ts";
import { print, say } from "../say.ts";
import { UsageError } from "../usage.ts";
import { giveBack } from "../work/owner.ts";
import { WORK } from "../work/places.ts";
import { readProgress, writeProgress } from "../work/progress.ts";

/** Prints the check's next hint; after the last one, the last one again. */
export async function hint([id = ""]: readonly string[]): Promise<number> {
  if (!isCheckId(id)) throw new UsageError(both("npm run hint 1.3", "npm run hint 1.3"));
  const { lesson, texts } = await findCheck(id);
  const { title, hints, anchor } = texts;
  const progress = readProgress();
  const rung = Math.min(progress.hints[id] ?? 0, hints.length - 1);
  const text = hints[rung];
  if (text === undefined) throw new Error(`check ${id} has no hints`);
  writeProgress({ ...progress, hints: { ...progress.hints, [id]: rung + 1 } });
  giveBack(WORK.directory);
  const { width } = styleFor(process.stdout);
  const page = `lessons/${basename(lesson.directory)}/${say(both("README.md", "README.zh-CN.md"))}`;
  print(
    pc.bold(`${id} ${say(title)}`),
    pc.dim(say(both(`hint ${rung + 1} of ${hints.length}`, `提示 ${rung + 1}/${hints.length}`))),
    "",
    ...wrap(say(text), width),
    "",
    pc.dim(rung + 1 < hints.length ? say(more(id)) : say(last(`${page}#${anchor}`))),
  );
  return 0;
}

const more = (id: string) =>
  both(`another one: npm run hint ${id}`, `下一条提示：npm run hint ${id}`);

const last = (place: string) => both(`that was the last one: ${place}`, `这是最后一条：${place}`);
