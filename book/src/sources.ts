/**
 * Which file of the project becomes which page of the book. The README is not among them: it
 * becomes several (readme.ts).
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lessons } from "../../checks/src/course/catalogue.ts";
import { PROJECT } from "../../checks/src/harness/places.ts";
import type { Language, Text } from "../../checks/src/harness/text.ts";

/** A page's place in the book and its text in both languages, paths relative to the project. */
export interface Source {
  /** Without language and ending: `lessons/1-run`. */
  readonly route: string;
  /** Twice the same file where there is but one. */
  readonly files: Text;
}

/** The languages of the book. */
export const LANGUAGES: readonly Language[] = ["en", "zh"];

/** All texts but the README, in the order of the book. */
export function sources(): Source[] {
  const pages = readdirSync(join(PROJECT, "docs")).filter((name) => /^[^.]+\.md$/.test(name));
  const first = "teachers.md"; // leads to the others
  return [
    ...lessons().map(({ folder }) => source(`lessons/${folder}`, `lessons/${folder}/README.md`)),
    ...[first, ...pages.filter((name) => name !== first).sort()].map((name) =>
      source(name.replace(/\.md$/, ""), `docs/${name}`),
    ),
    source("architecture", "ARCHITECTURE.md"),
    source("contributing", "CONTRIBUTING.md"),
  ];
}

/** A file of the project. */
export const read = (path: string): string => readFileSync(join(PROJECT, path), "utf8");

function source(route: string, en: string): Source {
  const zh = en.replace(/\.md$/, ".zh-CN.md");
  return { route, files: { en, zh: existsSync(join(PROJECT, zh)) ? zh : en } };
}

/** The page that a file became, if it became one. */
export function routeOf(file: string): string | undefined {
  if (/^README(?:\.zh-CN)?\.md$/.test(file)) return "index";
  return sources().find(({ files }) => files.en === file || files.zh === file)?.route;
}

/** A route as a link within the book: `/zh/lessons/1-run`. */
export function linkTo(language: Language, route: string): string {
  return `${language === "zh" ? "/zh/" : "/"}${route === "index" ? "" : route}`;
}

/** The first heading of a text. */
export function titleOf(markdown: string): string {
  const [, title] = /^# (.+)$/m.exec(markdown) ?? [];
  if (title === undefined) throw new Error("a page without a title");
  return title;
}
