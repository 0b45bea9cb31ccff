/** The README taken apart: the front page, how to begin, and how to use what was built. */
import type { Language } from "../../checks/src/harness/text.ts";
import { linkTo } from "./sources.ts";

/** A lesson, as the README's table has it. */
interface Row {
  readonly number: string;
  readonly name: string;
  readonly folder: string;
  readonly what: string;
}

/** The README's parts, still as it has them. */
export interface Parts {
  readonly name: string;
  /** What it is, in a sentence. */
  readonly essence: string;
  /** The sentences after that one. */
  readonly more: string;
  /** What stands before the first section: drawing and introduction. */
  readonly introduction: string;
  readonly lessons: readonly Row[];
  /** The heading of the lessons' table, and of its last column. */
  readonly lessonsTitle: string;
  readonly promise: string;
  /** A page of its own: the sections before the lessons. */
  readonly begin: string;
  /** A page of its own: the sections after them, without the last, which is links. */
  readonly use: string;
}

const ROW = /^\| (\d+) \| \[([^\]]+)\]\(lessons\/([^/)]+)\/[^)]*\) \| (.+) \|$/gm;

/** @throws Error when the README is no longer made like that */
export function takeApart(readme: string): Parts {
  const [head = "", ...sections] = readme.split(/^(?=## )/m);
  const at = sections.findIndex((section) => section.search(ROW) !== -1);
  const [, name, , promise, introduction] =
    /^# (.+)\n\n(\[.+\n\n)(.+)\n\n([\s\S]+)$/.exec(head) ?? [];
  if (at < 1 || at > sections.length - 3 || !name || !promise || !introduction) {
    throw new Error("README: name, essence, introduction, sections, lessons, sections, links");
  }
  const [, essence = promise, more = ""] = /^(.*?[.。]) ?(?=[\p{L}])(.*)$/u.exec(promise) ?? [];
  const table = sections[at] ?? "";
  const lessons = [...table.matchAll(ROW)].map(
    ([, number = "", name = "", folder = "", what = ""]) => ({ number, name, folder, what }),
  );
  return {
    name,
    essence,
    more,
    introduction,
    lessons,
    lessonsTitle: /^## (.+)$/m.exec(table)?.[1] ?? "",
    promise: /^\| \| [^|]+ \| (.+) \|$/m.exec(table)?.[1] ?? "",
    begin: asPage(sections.slice(0, at)),
    use: asPage(sections.slice(at + 1, -1)),
  };
}

/** The first section's heading becomes the page's. */
const asPage = (sections: readonly string[]) => sections.join("").replace(/^## /, "# ");

/** What the front page says beside the README. */
const ACTIONS = {
  en: { begin: "Begin", lesson: "Lesson 1", commands: "Commands" },
  zh: { begin: "开始学习", lesson: "第 1 课", commands: "命令一览" },
};

/** The front page, as VitePress wants it: hero, a card for each lesson, the introduction. */
export function frontPage(parts: Parts, language: Language): string {
  const say = ACTIONS[language];
  const to = (route: string) => linkTo(language, route);
  const first = parts.lessons[0]?.folder ?? "";
  const matter = {
    layout: "home",
    title: parts.name,
    titleTemplate: parts.essence.replace(/[.。]$/, ""),
    hero: {
      name: parts.name,
      text: parts.essence,
      tagline: parts.more,
      image: { src: "/logo.svg", alt: "" },
      actions: [
        { theme: "brand", text: say.begin, link: to("start") },
        { theme: "alt", text: say.lesson, link: to(`lessons/${first}`) },
        { theme: "alt", text: say.commands, link: to("commands") },
      ],
    },
    lessonsTitle: parts.lessonsTitle,
    promise: parts.promise,
    features: parts.lessons.map(({ number, name, folder, what }) => ({
      icon: number,
      title: name,
      details: what,
      link: to(`lessons/${folder}`),
    })),
  };
  return `---\n${JSON.stringify(matter, null, 2)}\n---\n\n${parts.introduction}`;
}
