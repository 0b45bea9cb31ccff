/** Everything that a learner looks at is there in English and in Chinese. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import ts from "../src/course/generator/typescript.cjs";
import { PROJECT } from "../src/harness/places.ts";

const test = suite("languages");

/** What learners never meet: the proof of the course, and machines that are thrown away. */
const INTERNAL = /^checks\/(?:src\/course\/(?:test|verify)|vm\/vagrant-test|vm\/guest)\//;

const files = ["checks/src", "checks/start", "checks/vm", "checks/run.mjs", "lessons", "book/src"]
  .flatMap((top) =>
    top.endsWith(".mjs")
      ? [top]
      : readdirSync(join(PROJECT, top), { recursive: true, encoding: "utf8" }).map((path) =>
          join(top, path),
        ),
  )
  .filter(
    (path) => /\.(?:ts|mjs)$/.test(path) && !path.includes("mutants") && !INTERNAL.test(path),
  );

const HAN = /\p{Script=Han}/u;

/** Code is the same in all languages; a sentence has none of these signs. */
const CODE = /[{}()[\]|=;]/;

/** Words of a sentence; a command line, a name or a sign has none. */
const isProse = (text: string) =>
  /[a-z]{2,} [a-z]{2,}/i.test(text.replace(/`[^`]*`|npm run[^,;()]*|\/\S+|--?\w+/g, ""));

/** The text between the quotes; expressions in it count as `…`. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/** What is wrong with a pair. */
function mistake(en: string | undefined, zh: string | undefined): string | undefined {
  if (en !== undefined && HAN.test(en.replace("中文", ""))) return "Chinese in the English";
  if (en === zh && en !== undefined && CODE.test(en)) return undefined;
  if (en === undefined || zh === undefined || HAN.test(zh)) return undefined;
  return zh === "" ? undefined : isProse(zh) ? "no Chinese" : undefined;
}

/** `both(en, zh)`, `{ en, zh }`, and what is printed without either. */
function mistakesIn(path: string): string[] {
  const text = readFileSync(join(PROJECT, path), "utf8");
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const found: string[] = [];
  const note = (node: ts.Node, what: string | undefined) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    if (what) found.push(`${path}:${line + 1}: ${what}`);
  };
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node)) note(node, inCall(node));
    if (ts.isObjectLiteralExpression(node)) note(node, inObject(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const PRINTERS = [
  "print",
  "printError",
  "screen.print",
  "console.log",
  "console.error",
  "say",
  "tell",
];

function inCall({ expression, arguments: given }: ts.CallExpression): string | undefined {
  const name = expression.getText();
  const texts = given.map(textOf);
  if (name === "both") return given.length === 2 ? mistake(texts[0], texts[1]) : "not a pair";
  if (!PRINTERS.includes(name)) return undefined;
  const bare = texts.find((text) => text !== undefined && isProse(text));
  return bare && `printed in one language: ${bare}`;
}

function inObject({ properties }: ts.ObjectLiteralExpression): string | undefined {
  const value = (name: string) => {
    const property = properties.find((one) => one.name?.getText() === name);
    return property && ts.isPropertyAssignment(property) ? textOf(property.initializer) : undefined;
  };
  const names = properties.map(({ name }) => name?.getText());
  if (names.includes("en") !== names.includes("zh")) return "one language without the other";
  return mistake(value("en"), value("zh"));
}

test("every sentence has both languages", () => {
  assert.ok(files.length > 100, `${files.length} files`);
  assert.equal(files.flatMap(mistakesIn), []);
});

test("the test itself finds what is missing", () => {
  assert.is(mistake("a sentence of words", "a sentence of words"), "no Chinese");
  assert.is(mistake("一句话", "一句话"), "Chinese in the English");
  assert.is(mistake("npm run lesson 1 [solution]", "npm run lesson 1 [solution]"), undefined);
  assert.is(mistake("a sentence of words", "一句话"), undefined);
});

test("setup says everything twice", () => {
  const script = readFileSync(join(PROJECT, "setup"), "utf8").replaceAll("\\\n", " ");
  const said = [...script.matchAll(/\bsay "([^"]+)"\s+"([^"]+)"/g)];
  assert.is(said.length, script.match(/\bsay "/g)?.length);
  for (const [, , zh = ""] of said) if (!zh.startsWith("$")) assert.match(zh, HAN);
  const needs = [...script.matchAll(/^ {2}need \S+ \S+ "([^"]+)" "([^"]+)"/gm)];
  assert.is(needs.length, script.match(/^ {2}need /gm)?.length);
  for (const [, , zh = ""] of needs) assert.match(zh, HAN);
});

const pages = [
  ".",
  ...readdirSync(join(PROJECT, "lessons")).map((name) => join("lessons", name)),
].filter((folder) => existsSync(join(PROJECT, folder, "README.md")));

const read = (path: string) => readFileSync(join(PROJECT, path), "utf8");

/** A page as lines outside of its code. */
const proseOf = (page: string) => read(page).replaceAll(/^```[\s\S]*?^```$/gm, "");

for (const folder of pages) {
  test(`${folder}: the same page in Chinese, heading by heading`, () => {
    const levels = (page: string) =>
      [...proseOf(join(folder, page)).matchAll(/^(#+) /gm)].map(([, marks]) => marks);
    assert.equal(levels("README.zh-CN.md"), levels("README.md"));
    const chinese = proseOf(join(folder, "README.zh-CN.md")).match(/\p{Script=Han}/gu) ?? [];
    assert.ok(chinese.length > 500, `${chinese.length} characters`);
    assert.ok(
      !HAN.test(proseOf(join(folder, "README.md")).replaceAll(/[《（[][^\n]*|^\|.*$/gm, "")),
    );
  });

  test(`${folder}: every picture has its Chinese twin`, () => {
    const drawn = readdirSync(join(PROJECT, folder)).filter((name) => /^[^.]+\.svg$/.test(name));
    for (const name of drawn) {
      const twin = name.replace(".svg", ".zh-CN.svg");
      assert.ok(existsSync(join(PROJECT, folder, twin)), `${folder}/${twin}`);
      assert.match(read(join(folder, twin)), HAN);
    }
  });
}

test.run();
