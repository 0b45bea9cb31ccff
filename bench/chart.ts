/**
 * Results as drawings: bars with the spread of their middle half, or lines where a figure grows.
 * They have a ground of their own and hardly a word, so that they read on any page.
 */
import type { Result } from "./figure.ts";
import { lines } from "./linechart.ts";
import { show } from "./report.ts";
import { escapeXml, px, svg, WIDTH } from "./svg.ts";

const LABEL = 190; // px for the names
const BAR = 18;
const GAP = 10;

/** SVG that reads on light and on dark pages. */
export const chart = (result: Result): string => (result.grows ? lines(result) : bars(result));

function bars({ title, unit, rows }: Result): string {
  const most = Math.max(...rows.map(({ summary }) => summary.high));
  const scale = (WIDTH - LABEL - 110) / most;
  const drawn = rows.map(({ subject, summary: { median, low, high } }, i) => {
    const y = GAP + i * (BAR + GAP);
    const middle = y + BAR / 2;
    const own = subject.startsWith("mydocker") ? "own" : "other";
    const [from, to] = [LABEL + low * scale, LABEL + high * scale];
    return `  <text x="${LABEL - 8}" y="${middle}" class="name">${escapeXml(subject)}</text>
  <rect x="${LABEL}" y="${y}" width="${px(median * scale)}" height="${BAR}" rx="2" class="${own}"/>
  <line x1="${px(from)}" x2="${px(to)}" y1="${middle}" y2="${middle}" class="spread"/>
  <text x="${px(Math.max(LABEL + median * scale, to) + 8)}" y="${middle}">${show(median)} ${unit}</text>`;
  });
  return svg(title.en, rows.length * (BAR + GAP) + GAP, drawn);
}
