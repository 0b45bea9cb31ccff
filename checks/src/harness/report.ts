/** One check's result for a person: plain, 80 columns, colours only where they can be shown. */
import { basename } from "node:path";
import { createColors } from "picocolors";
import { type LessonTexts, likelyCause } from "./lessontexts.ts";
import type { Outcome, Result } from "./result.ts";
import { both, type Language, language, type Text } from "./text.ts";
import { padded, wrap } from "./wrap.ts";

/** How results are shown. */
export interface ReportStyle {
  readonly language: Language;
  readonly colors: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

const NARROW = 80;

/** The style for a stream: its colours and width, and the learner's language. */
export function styleFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: NodeJS.ProcessEnv = process.env,
): ReportStyle {
  const colors = stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  return { language: language(env), colors, width: stream.columns || NARROW };
}

const MARKS: Readonly<Record<Outcome, string>> = {
  passed: "✓",
  failed: "✗",
  "not started": "-",
  machine: "!",
  bug: "!",
};

const LABELS = {
  did: both("did", "执行"),
  expected: both("expected", "期望"),
  observed: both("observed", "实际"),
  left: both("also", "另有"),
  trace: both("trace", "调用"),
  likely: both("likely", "可能原因"),
  missing: both("missing", "缺少"),
  bug: both("bug", "缺陷"),
  next: both("next", "下一步"),
} as const;

const INDENT = 2;
const LABEL = 10; // columns

const NOT_STARTED = both("not started", "未开始");
const OUR_BUG = both(
  "a mistake of the course, not yours: please report it with these lines",
  "这是课程自身的错误，与你无关：请附上这些内容报告给我们",
);

/**
 * A result as lines: one when it passed, more when there is something to learn from it.
 *
 * @param lesson the lesson's folder, `lessons/1-run`
 */
export function report(
  result: Result,
  texts: LessonTexts,
  lesson: string,
  style: ReportStyle,
): string[] {
  const color = createColors(style.colors);
  const say = (text: Text) => text[style.language];
  const title = texts[result.id]?.title;
  const head = `${result.id} ${title ? say(title) : ""}`;
  const mark = MARKS[result.outcome];
  if (result.outcome === "passed") return [`${color.green(mark)} ${head}`];
  if (result.outcome === "not started") return [color.dim(`${mark} ${head} (${say(NOT_STARTED)})`)];
  const marked = result.outcome === "failed" ? color.red(mark) : color.yellow(mark);
  const rows = details(result, texts, lesson, say);
  return [`${marked} ${color.bold(head)}`, ...rows.flatMap((row) => lay(row, say, style.width))];
}

type Row = readonly [label: Text, text: string | undefined];

function details(
  result: Result,
  texts: LessonTexts,
  lesson: string,
  say: (text: Text) => string,
): Row[] {
  const { did, expected, observed, left, trace } = result;
  const worded = (text: Text | undefined) => text && say(text);
  if (result.outcome === "machine") return [[LABELS.missing, worded(observed)]];
  if (result.outcome === "bug") {
    return [
      [LABELS.bug, say(OUR_BUG)],
      [LABELS.observed, worded(observed)],
    ];
  }
  return [
    [LABELS.did, did],
    [LABELS.expected, worded(expected)],
    [LABELS.observed, worded(observed)],
    [LABELS.left, worded(left)],
    [LABELS.trace, worded(trace)],
    [LABELS.likely, worded(likelyCause(result, texts))],
    [LABELS.next, next(result.id, texts, lesson, say)],
  ];
}

function next(id: string, texts: LessonTexts, lesson: string, say: (text: Text) => string): string {
  const page = say(both("README.md", "README.zh-CN.md"));
  const anchor = texts[id]?.anchor;
  const place = `lessons/${basename(lesson)}/${page}${anchor ? `#${anchor}` : ""}`;
  return `npm run hint ${id}        ${place}`;
}

/** `  label     text`, further lines beneath the text. */
function lay([label, text]: Row, say: (text: Text) => string, width: number): string[] {
  if (!text) return [];
  const margin = " ".repeat(INDENT);
  const [first = "", ...rest] = wrap(text, Math.max(20, width - INDENT - LABEL));
  const beneath = rest.map((line) => `${margin}${" ".repeat(LABEL)}${line}`);
  return [`${margin}${padded(say(label), LABEL)}${first}`, ...beneath];
}

/** A line with the results in numbers: `17 passed, 2 failed`. */
export function summary(results: readonly Result[], { language }: ReportStyle): string {
  const names: readonly (readonly [Outcome, Text])[] = [
    ["passed", both("passed", "通过")],
    ["failed", both("failed", "未通过")],
    ["not started", NOT_STARTED],
    ["machine", both("cannot be tried on this machine", "无法在这台机器上检查")],
    ["bug", both("broken by a mistake of the course", "因课程自身的错误而中断")],
  ];
  const counted = names.map(([outcome, name]) => {
    const count = results.filter((result) => result.outcome === outcome).length;
    return { count, text: language === "zh" ? `${count} 项${name.zh}` : `${count} ${name.en}` };
  });
  const shown = counted.filter(({ count }, i) => count > 0 || i < 2).map(({ text }) => text);
  return shown.join(language === "zh" ? "，" : ", ");
}
