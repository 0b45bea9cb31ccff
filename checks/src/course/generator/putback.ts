/** Single functions of a learner's file as the starter has them. */
import ts from "typescript";
import { both, type Text } from "../../harness/text.ts";
import { functionOf } from "./tags.ts";

/** A file's new text, and what was done to it. */
export interface PutBack {
  readonly text: string;
  readonly what: Text;
}

/**
 * Puts functions back and leaves the rest of the file to the learner. Where one of them is not to
 * be found any more, or the file is no TypeScript any more, the whole file is put back.
 */
export function putBackFunctions(
  learners: string,
  starter: string,
  functions: readonly { readonly name: string }[],
): PutBack {
  const [mine, theirs] = [learners, starter].map(statementsByName);
  const names = functions.map(({ name }) => name);
  const places = names.flatMap((name) => mine?.get(name) ?? []).sort((a, b) => b.start - a.start);
  if (places.length < names.length) {
    return { text: starter, what: both("put back, the whole file", "已重置整个文件") };
  }
  const text = places.reduce(
    (text, { name, start, end }) =>
      text.slice(0, start) + (theirs?.get(name)?.text ?? "") + text.slice(end),
    learners,
  );
  const list = names.join(", ");
  return { text, what: both(`put back ${list}`, `已重置 ${list}`) };
}

interface Statement {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Functions with their doc comments; nothing of a text that cannot be parsed. */
function statementsByName(text: string): Map<string, Statement> | undefined {
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true });
  if (diagnostics.length > 0) return undefined;
  const file = ts.createSourceFile("file.ts", text, ts.ScriptTarget.ESNext, true);
  const found = file.statements.flatMap((statement): Statement[] => {
    const name = functionOf(statement)?.name;
    const start = statement.getStart(file, true);
    const { end } = statement;
    return name ? [{ name, start, end, text: text.slice(start, end) }] : [];
  });
  return new Map(found.map((statement) => [statement.name, statement]));
}
