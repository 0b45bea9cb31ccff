/**
 * The neutral element of a type, as an expression: what an unlearned function returns, so that the
 * program still runs and does nothing: no flags, an empty list, an empty text.
 */

import type { Syntax } from "./syntax.ts";
import ts from "./typescript.cjs";

/** Of types that are known by their name alone. */
const BY_NAME: Readonly<Record<string, string>> = {
  Array: "[]",
  ReadonlyArray: "[]",
  Map: "new Map()",
  ReadonlyMap: "new Map()",
  Set: "new Set()",
  ReadonlySet: "new Set()",
  Record: "{}",
  Partial: "{}",
};

const BY_KEYWORD: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.ArrayType, "[]"],
  [ts.SyntaxKind.NumberKeyword, "0"],
  [ts.SyntaxKind.BigIntKeyword, "0n"],
  [ts.SyntaxKind.StringKeyword, '""'],
  [ts.SyntaxKind.BooleanKeyword, "false"],
  [ts.SyntaxKind.UndefinedKeyword, "undefined"],
  [ts.SyntaxKind.UnknownKeyword, "undefined"],
  [ts.SyntaxKind.VoidKeyword, ""],
]);

/**
 * The neutral element.
 *
 * @returns "" for void, undefined for a type that has none
 */
export function neutralOf(type: ts.TypeNode, syntax: Syntax): string | undefined {
  const keyword = BY_KEYWORD.get(type.kind);
  if (keyword !== undefined) return keyword;
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) {
    return neutralOf(type.type, syntax); // `readonly X[]`
  }
  if (ts.isTypeLiteralNode(type)) return neutralObject(type.members, syntax);
  if (ts.isUnionTypeNode(type)) return neutralOfUnion(type, syntax);
  if (ts.isTypeReferenceNode(type)) return neutralOfReference(type, syntax);
  return undefined;
}

/** Nothing at all, where that is allowed. */
function neutralOfUnion(union: ts.UnionTypeNode, syntax: Syntax): string | undefined {
  const options = union.types.map((type) =>
    ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword
      ? "null"
      : neutralOf(type, syntax),
  );
  return ["undefined", "null"].find((nothing) => options.includes(nothing));
}

function neutralOfReference(type: ts.TypeReferenceNode, syntax: Syntax): string | undefined {
  const name = type.typeName.getText();
  const [argument] = type.typeArguments ?? [];
  if (argument && name === "Readonly") return neutralOf(argument, syntax);
  const [declaration] = syntax.meaning(type.typeName)?.declarations ?? [];
  if (!declaration) return BY_NAME[name];
  if (ts.isTypeAliasDeclaration(declaration)) return neutralOf(declaration.type, syntax);
  if (!ts.isInterfaceDeclaration(declaration) || declaration.heritageClauses) return undefined;
  return neutralObject(declaration.members, syntax);
}

/** What must be there is neutral itself; what need not be there is not. */
function neutralObject(members: ts.NodeArray<ts.TypeElement>, syntax: Syntax): string | undefined {
  const fields: string[] = [];
  for (const member of members) {
    if (ts.isIndexSignatureDeclaration(member) || member.questionToken) continue;
    if (!ts.isPropertySignature(member) || !member.type) return undefined;
    const value = neutralOf(member.type, syntax);
    if (value === undefined || value === "") return undefined;
    fields.push(`${member.name.getText()}: ${value}`);
  }
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
