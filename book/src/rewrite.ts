/** A text of the project as a page of the book: links, drawings, and what only GitHub needs. */
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT } from "../../checks/src/harness/places.ts";
import type { Language } from "../../checks/src/harness/text.ts";
import { drawing } from "./drawings.ts";
import { linkTo, read, routeOf } from "./sources.ts";

/** A page's text, and what else has to be in the book because of it. */
export interface Rewritten {
  readonly text: string;
  /** Files of the project that it links to and that are no pages. */
  readonly files: readonly string[];
  readonly drawings: readonly string[];
}

/** Blocks and words of code, which stay as they are. */
const CODE = /(^```[^\n]*\n[\s\S]*?^```$|`[^`\n]+`)/m;

/**
 * @param file the text's own path, which its links are relative to
 * @throws Error for a link or a drawing that leads nowhere
 */
export function rewrite(markdown: string, file: string, language: Language): Rewritten {
  const files = new Set<string>();
  const drawings = new Set<string>();
  const at = (path: string) => join(dirname(file), path);
  const link = (target: string) => {
    const [path = "", anchor] = target.split("#");
    if (path === "" || /^[a-z]+:/.test(path)) return target;
    const route = routeOf(at(path));
    if (route === undefined) files.add(existing(at(path), file));
    const place = linkTo(language, route ?? `${pageOfFile(at(path))}.md`);
    return anchor === undefined ? place : `${place}#${anchor}`;
  };
  const picture = (tag: string) => {
    const path = existing(at(attribute(tag, "src")), file);
    drawings.add(path);
    return drawing(placeOfDrawing(path), attribute(tag, "alt"), read(path));
  };
  const prose = (text: string) =>
    text
      .replace(/\]\(([^)\s]+)\)/g, (_, target) => `](${link(target)})`)
      .replace(/<img [^>]+>/g, picture)
      .replace(/^<!--.*-->\n/gm, "")
      .replace(/<\/?picture>\n?|<p align="center">(?=<div)|(?<=<\/div>)<\/p>/g, "");
  const text = withoutSwitch(markdown)
    .split(CODE)
    .map((part, i) => (i % 2 === 0 ? prose(part) : part))
    .join("");
  return { text, files: [...files], drawings: [...drawings] };
}

/** The link to the other language, which the book has in its head. */
const withoutSwitch = (markdown: string) =>
  markdown.replace(/^\[(?:中文|English)\]\([^)]*\)(?: · )?/m, "");

function existing(path: string, from: string): string {
  const full = join(PROJECT, path);
  if (existsSync(full) && statSync(full).isFile()) return path;
  throw new Error(`${from} leads to ${path}, which is no file`);
}

const attribute = (tag: string, name: string) =>
  new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? "";

/** The page that shows a file of the project as it is. */
export const pageOfFile = (path: string): string => `files/${path}`;

/** A drawing's address in the book, without `.light.svg` or `.dark.svg`. */
export const placeOfDrawing = (path: string): string =>
  `/drawings/${path.replace(/^lessons\//, "").replace(/\.svg$/, "")}`;
