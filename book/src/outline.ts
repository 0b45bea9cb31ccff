/** The book's table of contents, as VitePress's sidebar has it. */
import type { Language } from "../../checks/src/harness/text.ts";
import { takeApart } from "./readme.ts";
import { linkTo, read, sources, titleOf } from "./sources.ts";

interface Item {
  readonly text: string;
  readonly link: string;
}

/** A part of the book. */
export interface Part {
  readonly text: string;
  readonly items: readonly Item[];
}

/** What the parts are called. */
const NAMES = {
  en: { course: "The course", mydocker: "mydocker", more: "For teachers", commands: "Commands" },
  zh: { course: "课程", mydocker: "mydocker", more: "教师", commands: "命令一览" },
};

/** Every page of the book but those that show files, in each language. */
export const outline = (): Record<Language, Part[]> => ({
  en: contents("en", "README.md"),
  zh: contents("zh", "README.zh-CN.md"),
});

function contents(language: Language, readme: string): Part[] {
  const names = NAMES[language];
  const { begin, use } = takeApart(read(readme));
  const item = (route: string, text: string): Item => ({ text, link: linkTo(language, route) });
  const pages = (among: (route: string) => boolean) =>
    sources()
      .filter(({ route }) => among(route))
      .map(({ route, files }) => item(route, shown(titleOf(read(files[language])))));
  const isLesson = (route: string) => route.startsWith("lessons/");
  const isInside = (route: string) => ["architecture", "contributing"].includes(route);
  return [
    { text: names.course, items: [item("start", titleOf(begin)), ...pages(isLesson)] },
    {
      text: names.mydocker,
      items: [item("use", titleOf(use)), item("commands", names.commands), ...pages(isInside)],
    },
    { text: names.more, items: pages((route) => !isLesson(route) && !isInside(route)) },
  ];
}

/** A title of markdown as plain text. */
const shown = (title: string) => title.replace(/[`*]/g, "");
