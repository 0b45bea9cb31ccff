/** Single functions of a learner's file as the reference has them, with all that they use. */

import { both } from "../../harness/text.ts";
import { type PutBack, putBackFunctions } from "./putback.ts";
import { parseText } from "./statements.ts";
import ts from "./typescript.cjs";

/**
 * Puts the reference's functions into the learner's file. What they use of the top of the
 * reference's file, and the learner's lacks, comes with them.
 */
export function giveIn(
  learners: string,
  reference: string,
  functions: readonly { readonly name: string }[],
): PutBack {
  const { text } = putBackFunctions(learners, reference, functions);
  const list = functions.map(({ name }) => name).join(", ");
  const what = both(`now the reference's: ${list}`, `已换成参考实现：${list}`);
  if (text === reference) return { text, what };
  return { text: completed(text, reference), what };
}

/** Adds what the file uses, or the reference exports to others, until every such name is bound. */
function completed(text: string, reference: string): string {
  const given = bindings(parseText(reference));
  const exported = [...given.keys()].filter((name) => given.get(name)?.isExported);
  for (;;) {
    const file = parseText(text);
    const own = bindings(file);
    const wanted = [...exported, ...identifiers(file)];
    const missing = wanted.find((name) => given.has(name) && !own.has(name));
    const addition = missing === undefined ? undefined : given.get(missing);
    if (!addition) return text;
    text = addition.isImport
      ? `${addition.text}\n${text}`
      : `${text.trimEnd()}\n\n${addition.text}\n`;
  }
}

interface Binding {
  readonly isImport: boolean;
  readonly isExported?: boolean;
  /** The statement that makes it; of an import that of this one name. */
  readonly text: string;
}

/** The names that a file's top binds. */
function bindings(file: ts.SourceFile): Map<string, Binding> {
  const found = new Map<string, Binding>();
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      for (const [name, text] of importsOf(statement)) found.set(name, { isImport: true, text });
    }
    for (const name of declaredBy(statement)) {
      const text = statement.getFullText().trim();
      found.set(name, { isImport: false, isExported: isExported(statement), text });
    }
  }
  return found;
}

const isExported = (statement: ts.Statement) =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

function importsOf(statement: ts.ImportDeclaration): [name: string, text: string][] {
  const from = statement.moduleSpecifier.getText();
  const { name, namedBindings, isTypeOnly } = statement.importClause ?? {};
  const type = isTypeOnly ? "type " : "";
  const whole = `import ${type}${name?.text} from ${from};`;
  const named: [string, string][] = name ? [[name.text, whole]] : [];
  if (!namedBindings) return named;
  if (ts.isNamespaceImport(namedBindings)) {
    return [...named, [namedBindings.name.text, statement.getText()]];
  }
  return [
    ...named,
    ...namedBindings.elements.map((element): [string, string] => [
      element.name.text,
      `import ${type}{ ${element.getText()} } from ${from};`,
    ]),
  ];
}

function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundBy(name));
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

const boundBy = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) =>
        ts.isBindingElement(element) ? boundBy(element.name) : [],
      );

/** All names that a file uses, outside of its imports. */
function identifiers(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}
