/**
 * A function's outline: its statements and the calls that it makes, with `…` for everything that
 * makes them right. Made from the reference, so that it is never an outline of something else.
 */

import { parseText } from "./statements.ts";
import ts from "./typescript.cjs";

/** The outline of a function, as text. */
export function skeleton(code: string): string {
  const file = parseText(code);
  const { transformed } = ts.transform(file, [(context) => (root) => outline(root, context)]);
  const printer = ts.createPrinter({ removeComments: true });
  return printer
    .printFile(transformed[0] ?? file)
    .trimEnd()
    .replace(/^(?: {4})+/gm, (indent) => indent.slice(indent.length / 2));
}

/** The functions that a function calls by their names alone, in order: `mount`, `pivot_root`. */
export function callsOf(code: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      names.push(node.expression.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(parseText(code));
  return [...new Set(names)];
}

function outline(root: ts.SourceFile, context: ts.TransformationContext): ts.SourceFile {
  const { factory } = context;
  const dots = () => factory.createIdentifier("…");
  const visit: ts.Visitor = (node) => {
    if (ts.isTypeNode(node) || ts.isParameter(node) || ts.isBindingName(node)) return node;
    if (ts.isCallExpression(node)) return call(node);
    if (ts.isExpression(node) && !hasShape(node)) return dots();
    return ts.visitEachChild(node, visit, context);
  };
  /** Arguments are what is to be found, but a call among them is a step of its own. */
  const call = (node: ts.CallExpression) => {
    const kept = node.arguments.filter(containsCall);
    const shown = kept.map((argument) => ts.visitNode(argument, visit) as ts.Expression);
    const rest = node.arguments.length > kept.length ? [dots()] : [];
    const callee = ts.isIdentifier(node.expression)
      ? node.expression
      : (ts.visitEachChild(node.expression, visit, context) as ts.LeftHandSideExpression);
    return factory.updateCallExpression(node, callee, undefined, [...rest, ...shown]);
  };
  return ts.visitEachChild(root, visit, context);
}

/** What tells how the steps hang together, and not what they are. */
const hasShape = (node: ts.Expression): boolean =>
  ts.isArrayLiteralExpression(node) ||
  ts.isObjectLiteralExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isSpreadElement(node) ||
  (ts.isConditionalExpression(node) && containsCall(node)) ||
  (ts.isAwaitExpression(node) && containsCall(node)) ||
  (ts.isParenthesizedExpression(node) && containsCall(node)) ||
  (ts.isNewExpression(node) && containsCall(node)) ||
  (ts.isPropertyAccessExpression(node) && containsCall(node));

function containsCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) || (ts.forEachChild(node, containsCall) ?? false);
}
