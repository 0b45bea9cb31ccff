/**
 * Makes the finished site work wherever it is put: at the root of a host, below any path, or, for
 * reading, right from the disk. VitePress writes one base path into every file; here it becomes
 * relative in pages, and in scripts what the page's own address says.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { own, SITE } from "./places.ts";

/** The base path that the site is built with, which occurs nowhere else. */
export const MARK = "/__book__/";

/** Where scripts find the base path. */
const BASE = "window.__book";

/** Rewrites every page and script of the site. */
export function relocate(): void {
  for (const path of readdirSync(SITE, { recursive: true, encoding: "utf8" })) {
    if (!/\.(?:html|js|css)$/.test(path)) continue;
    const before = readFileSync(join(SITE, path), "utf8");
    const now = path.endsWith(".html") ? page(before, path) : script(before);
    if (now.includes(MARK)) throw new Error(`${path} still has a path of its own`);
    if (now !== before) writeFileSync(join(SITE, path), now);
  }
}

/** A page with relative links; before anything else it finds out where it is. */
function page(html: string, path: string): string {
  const up = `${relative(join(path, ".."), ".") || "."}/`;
  const where = `<script>${BASE}=new URL("${up}",location.href).pathname</script>`;
  return html
    .replaceAll(/(<script[^>]*>)([\s\S]*?)(?=<\/script>)/g, (_, tag, code) => tag + script(code))
    .replaceAll(/(href|src)="\/__book__\/([^"]*)"/g, (_, name, to) => `${name}="${up}${whole(to)}"`)
    .replace("<head>", () => `<head>${where}`)
    .replace("</body>", () => `<script>${ABSOLUTE}</script></body>`);
}

/** A folder's page by its name, since a disk has no server that would know it. */
const whole = (path: string) => path.replace(/(^|\/)(?=$|#)/, "$1index.html");

/**
 * The frame stays when the reader goes on to another page, where a relative link would lead
 * elsewhere.
 */
const ABSOLUTE =
  'for(const e of document.querySelectorAll("[href],[src]"))for(const n of["href","src"])' +
  'if(e.hasAttribute(n)&&e.getAttribute(n)[0]!="#"&&typeof e[n]=="string")e.setAttribute(n,e[n])';

/** Replaces the path in every text of a script. */
function script(code: string): string {
  if (!code.includes(MARK)) return code;
  const { parseAst }: { parseAst(code: string): Node } = own("rollup/parseAst");
  const edits = texts(parseAst(code)).filter((node) => textOf(node).includes(MARK));
  let now = code;
  for (const node of edits.sort((a, b) => b.start - a.start)) {
    now = now.slice(0, node.start) + relocated(node) + now.slice(node.end);
  }
  return now;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly value?: unknown;
}

const textOf = ({ value }: Node): string =>
  typeof value === "string" ? value : String((value as { raw?: string } | null)?.raw ?? "");

function relocated(node: Node): string {
  const parts = textOf(node).split(MARK);
  if (node.type === "TemplateElement") return parts.join(`\${${BASE}}`);
  return `(${parts.map((part) => JSON.stringify(part)).join(`+${BASE}+`)})`;
}

/** The texts below a node of a script's syntax tree. */
function texts(node: Node): Node[] {
  if (node.type === "Literal" || node.type === "TemplateElement") return [node];
  return Object.values(node)
    .flat()
    .filter((child): child is Node => typeof child?.type === "string")
    .flatMap(texts);
}
