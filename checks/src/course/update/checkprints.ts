/** What each check asks, and in which words, as fingerprints: so that an update can tell. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Lesson, lessons } from "../catalogue.ts";
import { parseText } from "../generator/statements.ts";
import ts from "../generator/typescript.cjs";
import { loadTexts } from "../lessonfiles.ts";

/** Of one check. */
export interface CheckPrint {
  readonly code: string;
  readonly words: string;
}

/** By id. */
export type CheckPrints = Readonly<Record<string, CheckPrint>>;

/** Those of all lessons. */
export async function checkPrints(): Promise<CheckPrints> {
  const all = await Promise.all(lessons().map(printsOf));
  return Object.assign({}, ...all);
}

async function printsOf(lesson: Lesson): Promise<CheckPrints> {
  const texts = await loadTexts(lesson);
  const code = codeOf(lesson);
  return Object.fromEntries(
    Object.entries(texts).map(([id, words]) => [
      id,
      { code: hash(code.get(id) ?? ""), words: hash(JSON.stringify(words)) },
    ]),
  );
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12);

/** The calls `goal("3.2", …)`, and objects with `id: "2.14"`, by their id. */
function codeOf({ directory }: Lesson): Map<string, string> {
  const found = new Map<string, string>();
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const code = files.filter((file) => /^(?:checks?|contract)\b.*\.ts$/.test(file)).sort();
  for (const file of code) {
    const visit = (node: ts.Node) => {
      const id = idOf(node);
      if (id !== undefined) found.set(id, `${found.get(id) ?? ""}${node.getText()}`);
      ts.forEachChild(node, visit);
    };
    visit(parseText(readFileSync(join(directory, file), "utf8")));
  }
  return found;
}

function idOf(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node)) {
    const [first] = node.arguments;
    const registers = ["goal", "guard"].includes(node.expression.getText());
    return registers && first && ts.isStringLiteral(first) ? first.text : undefined;
  }
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const id = node.properties.find(({ name }) => name?.getText() === "id");
  return id && ts.isPropertyAssignment(id) && ts.isStringLiteral(id.initializer)
    ? id.initializer.text
    : undefined;
}
