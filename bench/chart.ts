/** A result as a drawing: a bar for each program, with the spread of its middle half. */
import type { Result } from "./figure.ts";
import { show } from "./report.ts";

const WIDTH = 720;
const LABEL = 190; // px for the names
const BAR = 18;
const GAP = 10;
const TOP = 44;

/** SVG that reads on light and on dark pages. */
export function chart({ title, unit, rows }: Result): string {
  const most = Math.max(...rows.map(({ summary }) => summary.high));
  const scale = (WIDTH - LABEL - 90) / most;
  const height = TOP + rows.length * (BAR + GAP) + GAP;
  const bars = rows.map(({ subject, summary }, i) => {
    const y = TOP + i * (BAR + GAP);
    const own = subject.startsWith("mydocker") ? "own" : "other";
    const end = LABEL + summary.median * scale;
    const middle = y + BAR / 2;
    return `  <text x="${LABEL - 8}" y="${middle}" class="name">${escapeXml(subject)}</text>
  <rect x="${LABEL}" y="${y}" width="${px(summary.median * scale)}" height="${BAR}" rx="2" class="${own}"/>
  <line x1="${px(LABEL + summary.low * scale)}" x2="${px(LABEL + summary.high * scale)}" y1="${middle}" y2="${middle}" class="spread"/>
  <text x="${px(Math.max(end, LABEL + summary.high * scale) + 8)}" y="${middle}">${show(summary.median)} ${unit}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(title)}">
  <style>
    text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #24292f; dominant-baseline: middle; }
    .title { font-weight: 600; font-size: 15px; }
    .name { text-anchor: end; }
    .own { fill: #2563eb; }
    .other { fill: #94a3b8; }
    .spread { stroke: #0f172a; stroke-width: 2; opacity: 0.55; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .own { fill: #60a5fa; }
      .other { fill: #64748b; }
      .spread { stroke: #f8fafc; }
    }
  </style>
  <text x="${GAP}" y="20" class="title">${escapeXml(title)}</text>
${bars.join("\n")}
</svg>
`;
}

const px = (value: number) => value.toFixed(1);

const escapeXml = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
