/** How VitePress builds the book from what src/pages.ts wrote. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import type { Part } from "../src/outline.ts";
import { MARK } from "../src/relocate.ts";
import { chinese, english } from "./languages.ts";
import { markdown } from "./markdown.ts";
import { search } from "./search.ts";

const inBook = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const outline: Record<"en" | "zh", Part[]> = JSON.parse(
  readFileSync(inBook("build/pages/outline.json"), "utf8"),
);

export default defineConfig({
  base: MARK,
  srcDir: "build/pages",
  outDir: "dist",
  cacheDir: "build/cache",
  title: "mydocker",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${MARK}logo.svg` }]],
  markdown,
  locales: { root: english(outline.en), zh: chinese(outline.zh) },
  themeConfig: { logo: { src: "/logo.svg", alt: "" }, search },
  vite: {
    publicDir: inBook("build/pages/public"),
    build: { chunkSizeWarningLimit: 2000 },
  },
});
