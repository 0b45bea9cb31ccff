/** A line for each program: what it takes, over what there is more and more of. */
import type { Result, Row } from "./figure.ts";
import { show, sizesOf, subjectsOf } from "./report.ts";
import { escapeXml, px, svg, WIDTH } from "./svg.ts";

const HEIGHT = 300;
const PLOT = { left: 64, right: WIDTH - 190, top: 16, bottom: HEIGHT - 30 };
const APART = 16; // px between two labels at least
const STEPS = 4;

type Scale = (value: number) => number;

/** Both axes are linear and begin at nought, so that what grows evenly is straight. */
export function lines({ title, unit, rows }: Result): string {
  const sizes = sizesOf(rows);
  const most = niceAbove(Math.max(...rows.map(({ summary }) => summary.high)));
  const x = scale(Math.max(...sizes), PLOT.left, PLOT.right);
  const y = scale(most, PLOT.bottom, PLOT.top);
  const series = subjectsOf(rows).map((subject) => rows.filter((row) => row.subject === subject));
  return svg(title.en, HEIGHT, [
    ...axis(most, unit, y),
    ...ticks(sizes, x),
    ...series.map((points, i) => drawn(points, i, x, y)),
    ...labels(series, y),
  ]);
}

const scale =
  (most: number, from: number, to: number): Scale =>
  (value) =>
    from + (value / most) * (to - from);

/** The next of 1, 2, 4, 8 times a power of ten. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

const axis = (most: number, unit: string, y: Scale): string[] =>
  Array.from({ length: STEPS + 1 }, (_, i) => (most * i) / STEPS).map(
    (
      value,
    ) => `  <line x1="${PLOT.left}" x2="${PLOT.right}" y1="${px(y(value))}" y2="${px(y(value))}" class="grid"/>
  <text x="${PLOT.left - 8}" y="${px(y(value))}" class="name">${+value.toFixed(2)}${value === most ? ` ${unit}` : ""}</text>`,
  );

/** Those that would stand on each other are left out. */
function ticks(sizes: readonly number[], x: Scale): string[] {
  let last = Number.NEGATIVE_INFINITY;
  return sizes.toReversed().flatMap((size) => {
    if (last - x(size) < 40 && Number.isFinite(last)) return [];
    last = x(size);
    const text = size.toLocaleString("en");
    return [`  <text x="${px(last)}" y="${PLOT.bottom + 16}" class="tick">${text}</text>`];
  });
}

function drawn(points: readonly Row[], i: number, x: Scale, y: Scale): string {
  const at = points.map(({ size = 0, summary }) => [px(x(size)), px(y(summary.median))] as const);
  const dots = at.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="2" class="line s${i % 6}"/>`);
  const path = at.map((point) => point.join(",")).join(" ");
  return `  <polyline points="${path}" class="line s${i % 6}"/>${dots.join("")}`;
}

/** Names at the right, each at the height where its line ends, but none on another. */
function labels(series: readonly (readonly Row[])[], y: Scale): string[] {
  const wanted = series
    .map((points, i) => ({ i, last: points.at(-1) as Row }))
    .sort((a, b) => a.last.summary.median - b.last.summary.median);
  let above = PLOT.bottom + APART;
  return wanted.map(({ i, last }) => {
    above = Math.min(above - APART, y(last.summary.median));
    const [from, to] = [PLOT.right + 12, PLOT.right + 28];
    return `  <line x1="${from}" x2="${to}" y1="${px(above)}" y2="${px(above)}" class="line s${i % 6}"/>
  <text x="${to + 6}" y="${px(above)}">${escapeXml(last.subject)} ${show(last.summary.median)}</text>`;
  });
}
