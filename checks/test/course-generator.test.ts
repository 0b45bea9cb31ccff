/** Starters and mutants, from sources that are only texts. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readReference } from "../src/course/generator/reference.ts";

const test = suite("generator");

const read = (files: Readonly<Record<string, string>>) =>
  readReference(new Map(Object.entries(files)));

/** A file with one task in it. */
const task = (signature: string, body: string, tags = "@lesson 1 slug") =>
  `/** A file. */\n\n/**\n * What it is to do.\n *\n * ${tags}\n */\n${signature} ${body}\n`;

const starterOf = (signature: string, more = "", tags?: string) => {
  const text = task(signature, "{\n  throw 1;\n}", tags) + more;
  const starter = read({ "a.ts": text }).starter(1).get("a.ts") ?? "";
  return starter.slice(starter.indexOf(signature) + signature.length + 1, -1 - more.length);
};

test("an unlearned function returns the neutral element of its type", () => {
  const more = [
    "type Plan = readonly Call[];",
    "interface Call { readonly name: string }",
    "interface Found { a?: number; b: string[]; c: { d: boolean } }",
  ].join("\n");
  for (const [type, value] of [
    ["Plan", "[]"],
    ["Call[]", "[]"],
    ["readonly (readonly string[])[]", "[]"],
    ["number", "0"],
    ["bigint", "0n"],
    ["string", '""'],
    ["boolean", "false"],
    ["string | undefined", "undefined"],
    ["Call | null", "null"],
    ["{ a?: number }", "{}"],
    ["Found", "{ b: [], c: { d: false } }"],
    ["ReadonlyMap<string, Call>", "new Map()"],
    ["Readonly<Found>", "{ b: [], c: { d: false } }"],
  ] as const) {
    const signature = `export function f(): ${type}`;
    assert.is(starterOf(signature, more), `{\n  return ${value};\n}`, type);
  }
  assert.is(starterOf("export function f(): void"), "{}");
});

test("a second tag says what the starter returns instead", () => {
  const tags = "@lesson 1 slug\n * @starter [copy(a), 1]";
  assert.is(
    starterOf("export function f(a: string): string[]", "", tags),
    "{\n  return [copy(a), 1];\n}",
  );
});

test("where nothing is neutral a Todo is thrown, and imported", () => {
  const text = `import { x } from "./x.ts";\n${task("export function f(): () => void", "{ return x; }")}`;
  const starter = read({ "inside/a.ts": text, "inside/x.ts": "export const x = 1;" }).starter(1);
  const lines = starter.get("inside/a.ts")?.split("\n") ?? [];
  assert.is(lines[1], 'import { Todo } from "../kernel/todo.ts";');
  assert.ok(lines.includes('  throw new Todo("lesson 1, f");'));
});

test("only bodies change, byte for byte, and the specification stays", () => {
  const before = "/* odd   spacing */\nexport const  y = 'z' ;\n";
  const text = task(
    "export function f( a : string ):string[]",
    "{\n  const help = () => a;\n  return [help()];\n}",
  );
  const starter = read({ "a.ts": before + text })
    .starter(1)
    .get("a.ts");
  const expected = task("export function f( a : string ):string[]", "{\n  return [];\n}");
  assert.is(starter, before + expected);
});

test("an arrow function gets braces", () => {
  assert.is(
    read({ "a.ts": task("export const f = (): number =>", "({ a: 1 }).a;") })
      .starter(1)
      .get("a.ts"),
    task("export const f = (): number =>", "{\n  return 0;\n};"),
  );
});

const TWO = {
  "a.ts": task("export function one(): number", "{\n  return 1;\n}", "@lesson 1 one"),
  "b.ts": task("export function two(): number", "{\n  return 2;\n}", "@lesson 2 two"),
  "c.ts": "export const three = () => 3;\n",
};

test("lessons before the chosen one are solved, and only files with tasks are given out", () => {
  const starter = read(TWO).starter(2);
  assert.equal([...starter.keys()], ["a.ts", "b.ts"]);
  assert.match(starter.get("a.ts") ?? "", "return 1;");
  assert.match(starter.get("b.ts") ?? "", "return 0;");
});

test("the same sources make the same starter", () => {
  assert.equal([...read(TWO).starter(1)], [...read(TWO).starter(1)]);
});

test("a mutant replaces a task or any other function, over a reference without later lessons", () => {
  const mutant = read(TWO).compose({
    neutralFrom: 2,
    replace: [
      {
        replaces: "one",
        body: "\n    const x = 7;\n    return x;\n  ",
        imports: 'import "./c.ts";',
      },
      { replaces: "c.ts#three", body: "return 4;" },
    ],
  });
  assert.match(mutant.get("a.ts") ?? "", 'import "./c.ts";\n/** A file. */');
  assert.match(mutant.get("a.ts") ?? "", "{\n  const x = 7;\n  return x;\n}");
  assert.match(mutant.get("b.ts") ?? "", "return 0;");
  assert.is(mutant.get("c.ts"), "export const three = () => {\n  return 4;\n};\n");
  assert.throws(() => read(TWO).compose({ replace: [{ replaces: "x", body: "" }] }), /"x"/);
});

const refuses = (what: RegExp, files: Readonly<Record<string, string>>) =>
  assert.throws(() => read(files), what);

test("refuses a tag that would do nothing or say too little, with its place", () => {
  const good = task("export function f(): number", "{\n  return 1;\n}");
  refuses(/^a\.ts:4: f has no docstring/, { "a.ts": good.replace(/ \* What.*\n \*\n/, "") });
  refuses(/^a\.ts:6: @lesson wants a number/, { "a.ts": good.replace("1 slug", "one slug") });
  refuses(/^a\.ts:6: @lesson wants a number/, { "a.ts": good.replace("1 slug", "1") });
  refuses(/^a\.ts:6: @lesson is not on a function/, { "a.ts": task("export const a", "= 1;") });
  refuses(/^a\.ts:6: f does not say what it returns/, { "a.ts": good.replace(": number", "") });
  refuses(/^a\.ts:2: @lesson is not on a function at the top/, {
    "a.ts": "export function g() {\n  /** @lesson 1 x */ const h = () => 1;\n  return h();\n}\n",
  });
});

test("refuses a slug that two functions have", () => {
  const text = task("export function f(): number", "{\n  return 1;\n}");
  refuses(/^b\.ts:8: the slug "slug" is also f's, in a\.ts/, { "a.ts": text, "b.ts": text });
});

const answer = task("export function f(): number", "{\n  return help();\n}");
const HELPER = "function help(): number {\n  return deeper();\n}\nconst deeper = () => 1;\n";

test("refuses helpers that only tasks use, directly or through one another", () => {
  refuses(/^a\.ts:12: help is used by tasks only/, { "a.ts": `${answer}\n${HELPER}` });
  const imported = `import { help } from "./b.ts";\n${answer}`;
  refuses(/^b\.ts:1: help is used by tasks only/, { "a.ts": imported, "b.ts": `export ${HELPER}` });
});

test("allows helpers that others use, recursive ones that nobody needs, and those of kernel/", () => {
  read({ "a.ts": `${answer}\n${HELPER}\nexport const g = () => help();\n` });
  read({ "a.ts": `${answer.replace("help()", "1")}\nexport const r = (): number => r();\n` });
  const imported = `import { help } from "./kernel/b.ts";\n${answer}`;
  read({ "a.ts": imported, "kernel/b.ts": `export ${HELPER}` });
});

test("the reference's own tags are good", () => {
  assert.ok(readReference().tasks.some(({ lesson }) => lesson === 1));
});

test.run();
