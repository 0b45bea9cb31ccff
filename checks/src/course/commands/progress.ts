/** `npm run progress [N|N.CHECK]`: what is done, since when, and what broke it. */
import pc from "picocolors";
import { type ReportStyle, styleFor } from "../../harness/report.ts";
import { both } from "../../harness/text.ts";
import { padded, wrap } from "../../harness/wrap.ts";
import { findLesson, type Lesson, lessons } from "../catalogue.ts";
import { diffRows, partsOf } from "../diff/rows.ts";
import { findCheck, isCheckId, loadTexts } from "../lessonfiles.ts";
import { print, say } from "../say.ts";
import { UsageError } from "../usage.ts";
import { type Changed, changedSince } from "../work/changed.ts";
import { keptSources } from "../work/green.ts";
import { readLearned } from "../work/learned.ts";
import { readProgress } from "../work/progress.ts";
import { nextStep } from "./list.ts";

/** Prints all lessons, one, or what has changed since one check was last green. */
export async function progress([word, ...more]: readonly string[]): Promise<number> {
  if (more.length > 0) {
    throw new UsageError(both("npm run progress [3|3.2]", "npm run progress [3|3.2]"));
  }
  const style = styleFor(process.stdout);
  if (word !== undefined && isCheckId(word)) {
    await findCheck(word);
    print(...inFull(word, style));
    return 0;
  }
  const chosen = word === undefined ? lessons() : [findLesson(word)];
  for (const lesson of chosen) print(...(await linesOf(lesson, style)), "");
  print(await nextStep());
  return 0;
}

async function linesOf(lesson: Lesson, style: ReportStyle): Promise<string[]> {
  const texts = await loadTexts(lesson);
  const { checks } = readProgress();
  const ids = Object.keys(texts);
  const green = ids.filter((id) => checks[id]?.green).length;
  const head = `${lesson.number} ${lesson.name}  ${green}/${ids.length}`;
  if (!ids.some((id) => checks[id])) return [pc.dim(head)];
  const rows = ids.map((id) => row(id, say(texts[id]?.title ?? both("", "")), style));
  return [pc.bold(head), ...rows.flat()];
}

const DATE = 10; // columns of 2026-01-31

function row(id: string, title: string, { width }: ReportStyle): string[] {
  const check = readProgress().checks[id];
  const mark = !check ? " " : check.green ? pc.green("✓") : pc.red("✗");
  const [first = "", ...rest] = wrap(title, width - DATE - 10);
  const day = check?.since?.slice(0, DATE) ?? "";
  const head = `  ${mark} ${id.padEnd(5)}${day ? padded(first, width - DATE - 10) : first} ${day}`;
  const broken = check && !check.green && check.with ? brief(id) : [];
  return [head.trimEnd(), ...rest.map((line) => `         ${line}`), ...broken];
}

/** One line for each place that has changed since. */
function brief(id: string): string[] {
  const changes = since(id) ?? [];
  const told = changes.map((change) => `${nameOf(change)} (${counted(change)})`).join(", ");
  if (told === "") return [];
  const text = say(both(`changed since it was green: ${told}`, `上次通过之后的改动：${told}`));
  return wrap(text, 69).map((line) => pc.dim(`         ${line}`));
}

function inFull(id: string, { width }: ReportStyle): string[] {
  const changes = since(id);
  if (changes === undefined) {
    const never = both(`${id} has not been green yet.`, `${id} 还没有通过过。`);
    return [say(never)];
  }
  if (changes.length === 0) {
    const same = both(
      `Nothing in work/ has changed since ${id} was last green.`,
      `自 ${id} 上次通过以来，work/ 没有任何改动。`,
    );
    return [say(same)];
  }
  const legend = both(`- when ${id} was last green   + now`, `- ${id} 上次通过时   + 现在`);
  return [
    pc.dim(say(legend)),
    ...changes.flatMap((change) => [
      "",
      pc.bold(nameOf(change)),
      ...diffRows(change.before, change.now, width),
    ]),
  ];
}

function since(id: string): Changed[] | undefined {
  const name = readProgress().checks[id]?.with;
  const kept = name === undefined ? undefined : keptSources(name);
  return kept && changedSince(kept, readLearned());
}

const nameOf = ({ file, name }: Changed) => (name ? `work/${file} ${name}` : `work/${file}`);

function counted({ before, now }: Changed): string {
  const parts = partsOf(before, now).flatMap((part) => ("same" in part ? [] : [part]));
  const count = (side: "left" | "right") => parts.reduce((sum, part) => sum + part[side].length, 0);
  return `+${count("right")} -${count("left")}`;
}
