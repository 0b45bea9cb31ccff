/** Results for people, on a terminal and as Markdown: a table a figure, and whether its goals were met. */
import type { Language } from "../checks/src/harness/text.ts";
import type { Result, Row, Verdict } from "./figure.ts";
import type { Summary } from "./statistics.ts";

/** Lines of Markdown that read well on a terminal too. */
export const table = (result: Result, language: Language): string[] =>
  result.grows ? growing(result, language) : plain(result, language);

const HEADS = {
  en: ["median", "25 %", "75 %", "minimum", "count"],
  zh: ["中位数", "25 %", "75 %", "最小值", "次数"],
};

function plain({ rows }: Result, language: Language): string[] {
  const cells = rows.map(({ subject, summary }) => {
    const { median, low, high, minimum, count } = summary;
    return [subject, ...[median, low, high, minimum].map(show), `${count}`];
  });
  return grid([["", ...HEADS[language]], ...cells]);
}

/** A column for each size: the median, and the spread of its middle half. */
function growing({ rows, grows, unit }: Result, language: Language): string[] {
  const sizes = sizesOf(rows);
  const cells = subjectsOf(rows).map((subject) => [
    subject,
    ...sizes.map((size) => {
      const row = rows.find((one) => one.subject === subject && one.size === size);
      return row ? spread(row.summary) : "";
    }),
  ]);
  const head = `${unit} / ${grows?.[language]}`;
  return grid([[head, ...sizes.map((size) => size.toLocaleString("en"))], ...cells]);
}

/** In the order in which they were measured. */
export const subjectsOf = (rows: readonly Row[]): string[] => [
  ...new Set(rows.map(({ subject }) => subject)),
];

/** From the smallest on. */
export const sizesOf = (rows: readonly Row[]): number[] =>
  [...new Set(rows.map(({ size = 0 }) => size))].sort((a, b) => a - b);

const spread = ({ median, low, high, count }: Summary): string =>
  count === 1 ? show(median) : `${show(median)} (${show(low)}–${show(high)})`;

/** A Markdown table; what is in the first column stands left, the rest right. */
export function grid(lines: readonly (readonly string[])[]): string[] {
  const [heads = [], ...rest] = lines;
  const widths = heads.map((_, i) => Math.max(3, ...lines.map((line) => widthOf(line[i] ?? ""))));
  const draw = (line: readonly string[]) =>
    `| ${widths.map((width, i) => pad(line[i] ?? "", width, i === 0)).join(" | ")} |`;
  const rule = widths.map((width, i) =>
    i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [draw(heads), `| ${rule.join(" | ")} |`, ...rest.map(draw)];
}

function pad(text: string, width: number, left: boolean): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return left ? text + space : space + text;
}

/** Chinese takes two columns a character. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, c) => sum + (/[\u2e80-\u9fff\uff00-\uff60]/u.test(c) ? 2 : 1), 0);

/** What a goal asks, and what came of it. */
export function goalLine(verdict: Verdict, unit: string, language: Language): string {
  const { of, measured, met } = verdict;
  const asked = demand(verdict, unit, language);
  const got = verdict.than === undefined ? `${show(measured)} ${unit}` : `${show(measured)} ×`;
  return language === "zh"
    ? `${met ? "达到" : "未达到"}：${of}，${got}（目标：${asked}）`
    : `${met ? "met" : "missed"}: ${of}, ${got} (goal: ${asked})`;
}

/** "at most 1.25 × node -e 0". */
export function demand(
  { atMost, atLeast, than }: Verdict,
  unit: string,
  language: Language,
): string {
  const words = { en: ["at most", "at least"], zh: ["至多", "至少"] }[language];
  const bound = atMost ?? atLeast ?? 0;
  const number =
    than !== undefined && bound < 0.5 ? `1/${Math.round(1 / bound)}` : `${+bound.toFixed(2)}`;
  return `${words[atMost === undefined ? 1 : 0]} ${number} ${than === undefined ? unit : `× ${than}`}`;
}

/** Three significant digits. */
export const show = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
