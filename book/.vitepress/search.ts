/** Search in the reader's own browser: an index of each language, made with the book. */
import type { DefaultTheme } from "vitepress";

/**
 * Words, and of Chinese, which has no blanks, every two neighbouring characters. VitePress writes
 * this function into the page as text, so it uses nothing from outside.
 */
function tokenize(text: string): string[] {
  const words = text.match(
    /\p{Script=Han}+|[^\s\p{P}\p{S}\p{Script=Han}]+(?:[_-][\p{L}\p{N}]+)*/gu,
  );
  return (words ?? []).flatMap((word) => {
    if (!/\p{Script=Han}/u.test(word) || word.length < 3) return [word];
    return [...word].slice(0, -1).map((_, i) => word.slice(i, i + 2));
  });
}

/** For VitePress's `search`. */
export const search: DefaultTheme.Config["search"] = {
  provider: "local",
  options: {
    miniSearch: {
      options: { tokenize },
      searchOptions: { combineWith: "AND", prefix: true, fuzzy: false },
    },
    locales: {
      zh: {
        translations: {
          button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
          modal: {
            displayDetails: "显示详情",
            resetButtonTitle: "清除",
            backButtonTitle: "关闭搜索",
            noResultsText: "没有找到",
            footer: {
              selectText: "打开",
              selectKeyAriaLabel: "回车",
              navigateText: "上下选择",
              navigateUpKeyAriaLabel: "上箭头",
              navigateDownKeyAriaLabel: "下箭头",
              closeText: "关闭",
              closeKeyAriaLabel: "Esc",
            },
          },
        },
      },
    },
  },
};
