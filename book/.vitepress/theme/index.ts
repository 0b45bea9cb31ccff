/** VitePress's own theme, without its fonts: the reader's system has some for every language. */
import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { h } from "vue";
import CommandTable from "./CommandTable.vue";
import LessonsTitle from "./LessonsTitle.vue";
import "./style.css";

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "home-features-before": () => h(LessonsTitle) }),
  enhanceApp({ app }) {
    app.component("CommandTable", CommandTable);
  },
} satisfies Theme;
