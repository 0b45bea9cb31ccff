/** Results for people: a table a figure, and whether its goals were met. */
import type { Result, Verdict } from "./figure.ts";

/** Lines of Markdown that read well on a terminal too. */
export function table({ title, unit, rows, goals }: Result): string[] {
  const width = Math.max(...rows.map(({ subject }) => subject.length), 8);
  const cells = rows.map(({ subject, summary }) => {
    const { median, low, high, minimum, count } = summary;
    const figures = [median, low, high, minimum].map((value) => show(value).padStart(8));
    return `| ${subject.padEnd(width)} | ${figures.join(" | ")} | ${`${count}`.padStart(5)} |`;
  });
  const heads = ["median", "25 %", "75 %", "minimum"].map((head) => head.padStart(8));
  return [
    `### ${title} (${unit})`,
    "",
    `| ${"".padEnd(width)} | ${heads.join(" | ")} | count |`,
    `|${"-".repeat(width + 2)}|${heads.map(() => "---------:|").join("")}------:|`,
    ...cells,
    ...(goals.length > 0 ? ["", ...goals.map(goalLine)] : []),
  ];
}

const goalLine = ({ of, atMost, than, measured, met }: Verdict): string => {
  const unit = than === undefined ? "" : ` times ${than}`;
  return `- ${met ? "met" : "missed"}: ${of} ${show(measured)}${unit} (goal: at most ${show(atMost)})`;
};

/** Three significant digits. */
export const show = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
