/**
 * Pages in docs/ of which `verify` writes the part of each lesson that it has just proved: the kill
 * matrix, and the command lines. What is said around the parts is written by hand.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PROJECT } from "../../harness/places.ts";
import type { Result } from "../../harness/result.ts";
import type { Language } from "../../harness/text.ts";
import type { Lesson } from "../catalogue.ts";
import { loadAllMutants, loadTexts } from "../lessonfiles.ts";
import { type Claim, claim } from "./claim.ts";
import { commandLines } from "./commandlines.ts";
import { killMatrix } from "./killmatrix.ts";

/** A page, and what it says of a lesson. */
export interface Page {
  readonly file: string;
  readonly about: "mutants" | "command lines";
  readonly language: Language;
}

const DOCS = join(PROJECT, "docs");

/** All of them. */
export const PAGES: readonly Page[] = [
  { file: join(DOCS, "kill-matrix.md"), about: "mutants", language: "en" },
  { file: join(DOCS, "kill-matrix.zh-CN.md"), about: "mutants", language: "zh" },
  { file: join(DOCS, "command-lines.md"), about: "command lines", language: "en" },
  { file: join(DOCS, "command-lines.zh-CN.md"), about: "command lines", language: "zh" },
];

/** A lesson's part of a page. */
export async function partOf(
  { about, language }: Page,
  lesson: Lesson,
  results: readonly Result[],
): Promise<string> {
  const texts = await loadTexts(lesson);
  const table =
    about === "mutants"
      ? killMatrix(await loadAllMutants(lesson), texts, language)
      : commandLines(results, texts, language);
  return `## ${lesson.number} ${lesson.name}\n\n${table}\n`;
}

const marks = (number: number) =>
  [`<!-- lesson ${number} -->\n`, `<!-- /lesson ${number} -->\n`] as const;

/** The part of a lesson that is in a page's text; undefined when there is none. */
export function findPart(text: string, number: number): string | undefined {
  const [begin, end] = marks(number);
  const [start, stop] = [text.indexOf(begin), text.indexOf(end)];
  return start === -1 || stop === -1 ? undefined : text.slice(start + begin.length, stop);
}

/** A page's text with a lesson's part in its place, or at the end. */
export function withPart(text: string, number: number, part: string): string {
  const [begin, end] = marks(number);
  const old = findPart(text, number);
  const fresh = `${begin}${part}${end}`;
  if (old === undefined) return `${text.trimEnd()}\n\n${fresh}`;
  return text.replace(`${begin}${old}${end}`, () => fresh);
}

/** Compares the pages with what has been proved of a lesson. */
export async function comparePages(
  lesson: Lesson,
  results: readonly Result[],
): Promise<readonly Claim[]> {
  const stale: string[] = [];
  for (const page of PAGES) {
    const part = findPart(readFileSync(page.file, "utf8"), lesson.number);
    if (part === (await partOf(page, lesson, results))) continue;
    stale.push(`${basename(page.file)} is out of date: npm run verify ${lesson.number}`);
  }
  return [claim("the pages in docs/ say the same", ...stale)];
}

/** Writes the parts of a lesson that has been proved. */
export async function writePages(lesson: Lesson, results: readonly Result[]): Promise<readonly []> {
  for (const page of PAGES) {
    const before = readFileSync(page.file, "utf8");
    const after = withPart(before, lesson.number, await partOf(page, lesson, results));
    if (after !== before) writeFileSync(page.file, after);
  }
  return [];
}
