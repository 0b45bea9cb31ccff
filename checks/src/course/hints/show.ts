/** Shows a check's rungs, one more at a time, and remembers how far the learner has gone down. */
import { basename } from "node:path";
import pc from "picocolors";
import { both } from "../../harness/text.ts";
import { findCheck } from "../lessonfiles.ts";
import { say } from "../say.ts";
import { giveBack } from "../work/owner.ts";
import { WORK } from "../work/places.ts";
import { readProgress, writeProgress } from "../work/progress.ts";
import { ladder, type Rung } from "./ladder.ts";

/** The next rung of a check, as lines; after the last one, the last one again. */
export async function nextHint(id: string, width: number): Promise<string[]> {
  const rungs = await ladder(id);
  const at = Math.min(shownOf(id), rungs.length - 1);
  remember(id, at + 1);
  return showRung(id, rungs, at, width);
}

/** The rung that was shown last, once more. */
export async function lastHint(id: string, width: number): Promise<string[]> {
  const rungs = await ladder(id);
  return showRung(id, rungs, Math.min(Math.max(shownOf(id) - 1, 0), rungs.length - 1), width);
}

/** All of them at once. */
export async function allHints(id: string, width: number): Promise<string[]> {
  const rungs = await ladder(id);
  remember(id, rungs.length);
  return [
    ...(await heading(id)),
    ...rungs.flatMap((rung, i) => ["", ...numbered(rungs, rung, i), "", ...rung.lines(width)]),
  ];
}

/** Begins at the top again. */
export function forgetHints(id: string): void {
  const { [id]: _, ...hints } = readProgress().hints;
  writeProgress({ ...readProgress(), hints });
  giveBack(WORK.directory);
}

const shownOf = (id: string) => readProgress().hints[id] ?? 0;

function remember(id: string, shown: number): void {
  const progress = readProgress();
  writeProgress({ ...progress, hints: { ...progress.hints, [id]: shown } });
  giveBack(WORK.directory);
}

async function showRung(id: string, rungs: readonly Rung[], at: number, width: number) {
  const rung = rungs[at];
  if (!rung) throw new Error(`check ${id} has no hints`);
  const end = at + 1 < rungs.length ? more(id) : await last(id);
  return [
    ...(await heading(id)),
    ...numbered(rungs, rung, at),
    "",
    ...rung.lines(width),
    "",
    pc.dim(say(end)),
  ];
}

const heading = async (id: string) => [pc.bold(`${id} ${say((await findCheck(id)).texts.title)}`)];

const numbered = ({ length }: readonly Rung[], { name }: Rung, at: number) => [
  pc.dim(
    say(both(`hint ${at + 1} of ${length}: ${name.en}`, `提示 ${at + 1}/${length}：${name.zh}`)),
  ),
];

const more = (id: string) =>
  both(`another one: npm run hint ${id}`, `下一条提示：npm run hint ${id}`);

async function last(id: string) {
  const { lesson, texts } = await findCheck(id);
  const page = (name: string) => `lessons/${basename(lesson.directory)}/${name}#${texts.anchor}`;
  return both(
    `that was the last one: ${page("README.md")}`,
    `这是最后一条：${page("README.zh-CN.md")}`,
  );
}
