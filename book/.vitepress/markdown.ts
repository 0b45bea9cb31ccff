/** Markdown as GitHub reads it, where VitePress reads it otherwise. */
import type { ShikiTransformer } from "shiki";
import type { MarkdownOptions } from "vitepress";

/** GitHub's names of headings, which the texts' own links use. */
const slugify = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");

/** Chinese has no blanks between sentences, though its sources have a line for each. */
const CJK = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”‘’…—]/u;

/** Tells the lines of a transcript that are typed from those that come. */
const transcript: ShikiTransformer = {
  line(node, number) {
    if (this.options.lang !== "console") return;
    const isTyped = (this.source.split("\n")[number - 1] ?? "").startsWith("# ");
    this.addClassToHast(node, isTyped ? "typed" : "came");
  },
};

/** Highlighting, anchors, indented code, and braces that are no business of Vue's. */
export const markdown: MarkdownOptions = {
  theme: { light: "github-light", dark: "github-dark" },
  anchor: { slugify },
  codeTransformers: [transcript],
  languageAlias: { console: "shellsession" },
  config(md) {
    const { fence, text } = md.renderer.rules;
    md.renderer.rules.code_block = (tokens, i, ...rest) => {
      const token = tokens[i];
      if (token) token.info = "text";
      return fence?.(tokens, i, ...rest) ?? "";
    };
    md.renderer.rules.softbreak = (tokens, i) => {
      const before = tokens[i - 1]?.content.at(-1) ?? "";
      const after = tokens[i + 1]?.content.at(0) ?? "";
      return CJK.test(before) && (after === "" || CJK.test(after)) ? "" : "\n";
    };
    md.renderer.rules.text = (...given) =>
      (text?.(...given) ?? "").replaceAll("{{", "&#123;&#123;");
  },
};
