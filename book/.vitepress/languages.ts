/** What the book's frame says, in each of its languages. */
import type { DefaultTheme, LocaleSpecificConfig } from "vitepress";
import type { Part } from "../src/outline.ts";

type Locale = LocaleSpecificConfig<DefaultTheme.Config> & { label: string; link?: string };

const sidebar = (parts: readonly Part[]): DefaultTheme.SidebarItem[] =>
  parts.map(({ text, items }) => ({ text, items: [...items] }));

/** The first pages of the parts, by their links, for the bar on top. */
function nav(parts: readonly Part[], wanted: readonly (readonly [RegExp, string])[]) {
  const items = parts.flatMap((part) => part.items);
  return wanted.map(([pattern, text]) => {
    const link = items.find((item) => pattern.test(item.link))?.link;
    if (link === undefined) throw new Error(`no page for ${text}`);
    return { text, link, activeMatch: pattern.source };
  });
}

/** English, at `/`. */
export const english = (parts: readonly Part[]): Locale => ({
  label: "English",
  lang: "en",
  description: "Build Docker in TypeScript, lesson by lesson, test first",
  themeConfig: {
    sidebar: sidebar(parts),
    nav: nav(parts, [
      [/^\/start/, "Begin"],
      [/^\/lessons\//, "Lessons"],
      [/^\/commands/, "Commands"],
      [/^\/architecture/, "Architecture"],
    ]),
    outline: { level: [2, 3], label: "On this page" },
  },
});

/** Chinese, at `/zh/`. */
export const chinese = (parts: readonly Part[]): Locale => ({
  label: "简体中文",
  lang: "zh-CN",
  link: "/zh/",
  description: "用 TypeScript 一课一课地造出 Docker，测试先行",
  themeConfig: {
    sidebar: sidebar(parts),
    nav: nav(parts, [
      [/^\/zh\/start/, "开始"],
      [/^\/zh\/lessons\//, "课程"],
      [/^\/zh\/commands/, "命令"],
      [/^\/zh\/architecture/, "架构"],
    ]),
    outline: { level: [2, 3], label: "本页目录" },
    docFooter: { prev: "上一页", next: "下一页" },
    darkModeSwitchLabel: "外观",
    lightModeSwitchTitle: "切换到浅色",
    darkModeSwitchTitle: "切换到深色",
    sidebarMenuLabel: "目录",
    returnToTopLabel: "回到顶部",
    langMenuLabel: "切换语言",
    skipToContentLabel: "跳到正文",
    notFound: {
      title: "没有这一页",
      quote: "链接可能写错了，或者页面已经改名。",
      linkLabel: "回到首页",
      linkText: "回到首页",
    },
  },
});
