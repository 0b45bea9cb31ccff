/**
 * Makes other versions of mydocker from its sources: starters, where the functions of some lessons
 * do nothing yet, and mutants, where one function does it wrong. Only bodies change; everything
 * else stays as it is, byte for byte.
 */
import { dirname, relative } from "node:path/posix";
import { neutralOf } from "./neutral.ts";
import type { Sources } from "./sources.ts";
import type { Syntax } from "./syntax.ts";
import { CourseError, functionOf, type Task, type TopLevelFunction } from "./tags.ts";
import ts from "./typescript.cjs";

/** A function and what is to be in its braces. */
export interface Replacement {
  /** A task's slug, or `file.ts#function` for any other function. */
  readonly replaces: string;
  /** Statements. */
  readonly body: string;
  /** Import declarations that the body needs beside those of its file. */
  readonly imports?: string;
}

/** How a version differs from the reference. */
export interface Changes {
  /** Functions of this lesson and of later ones become neutral. */
  readonly neutralFrom?: number;
  readonly replace?: readonly Replacement[];
}

/** A text instead of what is between two positions. */
interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The sources with some bodies changed. */
export function compose(
  sources: Sources,
  syntax: Syntax,
  tasks: readonly Task[],
  { neutralFrom = Number.POSITIVE_INFINITY, replace = [] }: Changes,
): Sources {
  const targets = replace.map((one) => ({ ...one, ...find(one.replaces, tasks, syntax) }));
  const replaced = new Set<ts.Node>(targets.map(({ node }) => node));
  const unlearned = tasks.filter(({ lesson }) => lesson >= neutralFrom);
  return apply(sources, [
    ...unlearned.filter(({ node }) => !replaced.has(node)).flatMap((t) => neutralised(t, syntax)),
    ...targets.flatMap(({ file, node, body, imports }) => [
      bodyEdit(file, node, body),
      ...(imports ? [{ file, start: 0, end: 0, text: `${imports}\n` }] : []),
    ]),
  ]);
}

function find(target: string, tasks: readonly Task[], { files }: Syntax) {
  const task = tasks.find(({ slug }) => slug === target);
  if (task) return task;
  const [file = "", name = ""] = target.split("#");
  for (const statement of files.get(file)?.statements ?? []) {
    const found = functionOf(statement);
    if (found?.name === name) return { file, node: found.node };
  }
  throw new CourseError(`there is no function "${target}" to replace`);
}

function neutralised({ file, node, starter, lesson, name }: Task, syntax: Syntax): Edit[] {
  const value = starter ?? (node.type && neutralOf(node.type, syntax));
  if (value === "") return [bodyEdit(file, node, "")];
  if (value !== undefined) return [bodyEdit(file, node, `return ${value};`)];
  const todo = `throw new Todo(${JSON.stringify(`lesson ${lesson}, ${name}`)});`;
  return [bodyEdit(file, node, todo), ...importTodo(file, syntax)];
}

const TODO = "kernel/todo.ts";

function importTodo(file: string, { files }: Syntax): Edit[] {
  const source = files.get(file);
  const path = relative(dirname(file), TODO);
  const from = JSON.stringify(path.startsWith(".") ? path : `./${path}`);
  if (!source || source.text.includes(from)) return [];
  const imports = source.statements.filter(ts.isImportDeclaration);
  const start = imports.at(-1)?.end ?? 0;
  const text = `import { Todo } from ${from};`;
  return [{ file, start, end: start, text: start === 0 ? `${text}\n` : `\n${text}` }];
}

/** Braces with other statements in them. */
function bodyEdit(file: string, node: TopLevelFunction, body: string): Edit {
  const lines = body.trim() === "" ? [] : outdent(body).map((line) => line && `  ${line}`);
  const text = lines.length === 0 ? "{}" : ["{", ...lines, "}"].join("\n");
  const { start, end } = rangeOfBody(node);
  return { file, start, end, text };
}

function rangeOfBody({ body }: TopLevelFunction): { start: number; end: number } {
  if (!body) throw new CourseError("a function without a body cannot be replaced");
  return { start: body.getStart(), end: body.end };
}

/** A text's lines, without the blank ones around them and without the indentation they share. */
function outdent(text: string): string[] {
  const lines = text
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd()
    .split("\n");
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...indents)).trimEnd());
}

/** From the end, so that positions stay good; an insertion that several ask for is made once. */
function apply(sources: Sources, edits: readonly Edit[]): Sources {
  const unique = new Map(edits.map((edit) => [JSON.stringify(edit), edit]));
  const composed = new Map(sources);
  for (const { file, start, end, text } of [...unique.values()].sort((a, b) => b.start - a.start)) {
    const before = composed.get(file) ?? "";
    composed.set(file, before.slice(0, start) + text + before.slice(end));
  }
  return composed;
}
