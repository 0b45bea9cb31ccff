/** The frame of every drawing: its size, its ground, its colours on light and on dark pages. */

/** px */
export const WIDTH = 720;

const STYLE = `
    text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #24292f; dominant-baseline: middle; }
    .ground { fill: #ffffff; }
    .name { text-anchor: end; }
    .tick { text-anchor: middle; font-size: 12px; }
    .own { fill: #2563eb; }
    .other { fill: #94a3b8; }
    .spread { stroke: #0f172a; stroke-width: 2; opacity: 0.55; }
    .grid { stroke: #d0d7de; }
    .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
    .s0 { stroke: #2563eb; } .s1 { stroke: #d97706; } .s2 { stroke: #059669; }
    .s3 { stroke: #9333ea; } .s4 { stroke: #64748b; } .s5 { stroke: #dc2626; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .ground { fill: #0d1117; }
      .own { fill: #60a5fa; }
      .other { fill: #64748b; }
      .spread { stroke: #f8fafc; }
      .grid { stroke: #30363d; }
      .s0 { stroke: #60a5fa; } .s1 { stroke: #fbbf24; } .s2 { stroke: #34d399; }
      .s3 { stroke: #c084fc; } .s4 { stroke: #94a3b8; } .s5 { stroke: #f87171; }
    }
  `;

/** A whole drawing of these elements. */
export const svg = (label: string, height: number, elements: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(label)}">
  <style>${STYLE}</style>
  <rect width="${WIDTH}" height="${height}" rx="6" class="ground"/>
${elements.join("\n")}
</svg>
`;

/** A coordinate. */
export const px = (value: number): string => value.toFixed(1);

/** Text for an element or an attribute. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
