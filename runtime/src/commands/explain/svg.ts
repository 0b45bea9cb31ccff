/** A container drawn as SVG, for light and dark pages. */
import type { Picture } from "../../container/explain/picture.ts";
import {
  directories,
  fraction,
  isOwn,
  layerText,
  publishedPorts,
  shareText,
  shorten,
  stations,
} from "./words.ts";

const WIDTH = 760;
const LINE = 22;
const INDENT = 24;

/** A part of the drawing: its lines, and how tall it is. */
interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The whole drawing. */
export function drawSvg(picture: Picture): string {
  const sections = [
    namespaces(picture),
    cgroups(picture),
    layers(picture),
    mounts(picture),
    network(picture),
  ];
  let y = 60;
  const drawn = sections.map(({ title, lines }) => {
    const top = y;
    const height = LINE * (lines.length + 1) + 16;
    y += height + 14;
    const body = lines.map(
      (line, i) => `<g transform="translate(${INDENT} ${LINE * (i + 1) + 22})">${line}</g>`,
    );
    return `  <g transform="translate(20 ${top})">
    <rect width="${WIDTH - 40}" height="${height}" rx="8" class="box"/>
    <text x="16" y="24" class="title">${title}</text>
    ${body.join("\n    ")}
  </g>`;
  });
  const { name, id, image, pid, command } = picture;
  const heading = xml(
    `${name} (${id.slice(0, 12)})${image ? ` of ${image}` : ""}: PID ${pid}, ${command}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 6}" role="img" aria-label="${heading}">
  <style>
    text { font: 13px ui-monospace, monospace; fill: #24292f; dominant-baseline: middle; }
    .title { font: 600 14px ui-sans-serif, system-ui, sans-serif; }
    .box { fill: #f6f8fa; stroke: #d0d7de; }
    .own { fill: #2563eb; } .shared { fill: #d97706; }
    .bar { fill: #d0d7de; } .full { fill: #2563eb; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .box { fill: #161b22; stroke: #30363d; }
      .own, .full { fill: #60a5fa; } .shared { fill: #fbbf24; } .bar { fill: #30363d; }
    }
  </style>
  <text x="20" y="30" class="title">${heading}</text>
${drawn.join("\n")}
</svg>
`;
}

const namespaces = ({ namespaces: all }: Picture): Section => ({
  title: "Namespaces: machine, container",
  lines: all.map((one) => {
    const kind = isOwn(one) ? "own" : "shared";
    return `${text(0, one.kind)}${text(90, one.host)}${text(220, one.container, kind)}`;
  }),
});

const cgroups = (picture: Picture): Section => ({
  title: "Cgroups",
  lines: [
    ...picture.shares.map((share) => {
      const full = fraction(share) ?? 0;
      const bar = `<rect x="90" y="-6" width="180" height="12" rx="3" class="bar"/><rect x="90" y="-6" width="${(180 * full).toFixed(1)}" height="12" rx="3" class="full"/>`;
      return `${text(0, share.what)}${bar}${text(285, shareText(share))}`;
    }),
    ...directories(picture).map((one) => text(0, shorten(one))),
  ],
});

const layers = ({ layers: all }: Picture): Section => ({
  title: all.length > 0 ? "Root: an overlay, from top to bottom" : "Root: a directory",
  lines: all.map((layer, i) =>
    text(
      0,
      `${layer.kind} ${shorten(layer.directory)} ${layerText(layer, i, all.length)}`,
      layer.kind === "upper" ? "own" : "",
    ),
  ),
});

const mounts = ({ mounts: all }: Picture): Section => ({
  title: "Mounts",
  lines: all.map(({ point, type, flags }) =>
    [text(0, flags.includes("ro") ? "ro" : "rw"), text(40, type), text(140, point)].join(""),
  ),
});

const network = (picture: Picture): Section => ({
  title: picture.network.ways.length > 0 ? "Network: a packet's way out" : "Network: only lo",
  lines: [
    ...picture.network.ways.map((way) => text(0, stations(way, picture).join("  →  "))),
    ...publishedPorts(picture).map((port) => text(0, `published: ${port}`)),
  ],
});

const text = (x: number, content: string, kind = ""): string =>
  `<text x="${x}" class="${kind}">${xml(content)}</text>`;

const xml = (content: string): string => content.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
