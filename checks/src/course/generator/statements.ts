/** The functions of one file of text, by name. */

import { functionOf } from "./tags.ts";
import ts from "./typescript.cjs";

/** A function, with the comments before it. */
export interface Statement {
  readonly name: string;
  /** Of its doc comment. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Without the doc comment. */
  readonly code: string;
  /** Line of the code, from 1. */
  readonly line: number;
  /** The pages that its doc comment names after `@see`: `pivot_root(2)`. */
  readonly pages: readonly string[];
}

/** Functions with their doc comments; nothing of a text that cannot be parsed. */
export function statementsByName(text: string): Map<string, Statement> | undefined {
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true });
  if (diagnostics.length > 0) return undefined;
  const file = parseText(text);
  const found = file.statements.flatMap((statement): Statement[] => {
    const name = functionOf(statement)?.name;
    if (name === undefined) return [];
    const [start, bare] = [statement.getStart(file, true), statement.getStart(file)];
    const { end } = statement;
    const line = file.getLineAndCharacterOfPosition(bare).line + 1;
    const code = text.slice(bare, end);
    return [{ name, start, end, text: text.slice(start, end), code, line, pages: see(statement) }];
  });
  return new Map(found.map((statement) => [statement.name, statement]));
}

/** A syntax tree of one text, without what other files mean. */
export const parseText = (text: string): ts.SourceFile =>
  ts.createSourceFile("file.ts", text, ts.ScriptTarget.ESNext, true);

const PAGE = /[a-z_][\w.-]*\(\d\)/gi;

function see(statement: ts.Statement): string[] {
  const comments = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
  const tags = comments.flatMap(({ tags = [] }) => [...tags]);
  const texts = tags.filter(({ tagName }) => tagName.text === "see").map((tag) => tag.getText());
  return [...new Set(texts.flatMap((text) => text.match(PAGE) ?? []))];
}
