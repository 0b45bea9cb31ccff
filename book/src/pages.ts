/** Writes what VitePress builds the book from: pages in both languages, drawings, tables. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { both, type Language, type Text } from "../../checks/src/harness/text.ts";
import { commandRows } from "./commands.ts";
import { withChinese } from "./commandwords.ts";
import { variants } from "./drawings.ts";
import { outline } from "./outline.ts";
import { PAGES } from "./places.ts";
import { frontPage, type Parts, takeApart } from "./readme.ts";
import { pageOfFile, placeOfDrawing, rewrite } from "./rewrite.ts";
import { LANGUAGES, read, type Source, sources } from "./sources.ts";

/** Writes everything anew. */
export async function writePages(): Promise<void> {
  rmSync(PAGES, { recursive: true, force: true });
  const files = new Set<string>();
  const drawings = new Set<string>();
  for (const { language, route, file, markdown } of texts()) {
    const page = rewrite(markdown, file, language);
    write(language, `${route}.md`, page.text);
    for (const path of page.files) files.add(path);
    for (const path of page.drawings) drawings.add(path);
  }
  for (const path of files) writeFilePage(path);
  for (const path of drawings) writeDrawing(path);
  await writeCommands();
  writeAt("outline.json", JSON.stringify(outline()));
}

interface Page {
  readonly language: Language;
  readonly route: string;
  /** Where its text is from; links are relative to it. */
  readonly file: string;
  readonly markdown: string;
}

/** Every page that is a text of the project, or a part of one. */
const texts = (): Page[] =>
  LANGUAGES.flatMap((language) => [
    ...readmePages(language),
    ...sources().map((source) => textPage(source, language)),
  ]);

/** The README in a language. */
function readmeParts(language: Language): Parts {
  return takeApart(read(README[language]));
}

const README = both("README.md", "README.zh-CN.md");

function readmePages(language: Language): Page[] {
  const file = README[language];
  const parts = readmeParts(language);
  return [
    { language, route: "index", file, markdown: frontPage(parts, language) },
    { language, route: "start", file, markdown: parts.begin },
    { language, route: "use", file, markdown: parts.use },
  ];
}

/** What a text says that is there in English only. */
const ENGLISH_ONLY = "::: info\n本页面向参与开发的人，目前只有英文。\n:::\n\n";

function textPage({ route, files }: Source, language: Language): Page {
  const file = files[language];
  const text = read(file);
  const foreign = language === "zh" && file === files.en;
  const markdown = foreign ? text.replace(/^# .+\n\n/, (title) => title + ENGLISH_ONLY) : text;
  return { language, route, file, markdown };
}

const FILE: Text = both(
  "A file of the project, as it was when this book was made.",
  "项目里的文件，内容与本书生成时一致。",
);

/** The names that highlighting has for what endings say. */
const BY_ENDING: Readonly<Record<string, string>> = {
  ".ts": "ts",
  ".c": "c",
  ".h": "c",
  ".json": "json",
  ".yml": "yaml",
  ".sh": "sh",
};

function writeFilePage(path: string): void {
  const text = read(path).trimEnd();
  const isScript = text.startsWith("#!");
  const kind = BY_ENDING[extname(path)] ?? (isScript ? "sh" : "text");
  for (const language of LANGUAGES) {
    const head = `---\nsearch: false\noutline: false\n---\n\n# ${basename(path)}\n\n`;
    const body = `${FILE[language]} \`${path}\`\n\n\`\`\`\`\`${kind}\n${text}\n\`\`\`\`\`\n`;
    write(language, `${pageOfFile(path)}.md`, head + body);
  }
}

function writeDrawing(path: string): void {
  const { light, dark } = variants(read(path));
  const place = join("public", placeOfDrawing(path));
  writeAt(`${place}.light.svg`, light);
  writeAt(`${place}.dark.svg`, dark);
}

/** The page of the table, whose rows the theme's component shows. */
const COMMANDS: Text = both(
  "# Commands\n\nAll commands of mydocker and their options, read from the program itself when this book was made. Options are spelled as docker spells them; `-net` with one dash works too.\n\n<CommandTable />\n",
  "# 命令一览\n\nmydocker 的全部命令和选项，生成本书时直接从程序中读取。选项的写法与 docker 相同；`-net` 这样的单横线写法也可以。\n\n<CommandTable />\n",
);

async function writeCommands(): Promise<void> {
  const rows = await commandRows();
  writeAt("commands.en.json", JSON.stringify(rows));
  writeAt("commands.zh.json", JSON.stringify(rows.map(withChinese)));
  for (const language of LANGUAGES) write(language, "commands.md", COMMANDS[language]);
}

const write = (language: Language, path: string, text: string) =>
  writeAt(language === "zh" ? join("zh", path) : path, text);

function writeAt(path: string, text: string): void {
  const full = join(PAGES, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}
