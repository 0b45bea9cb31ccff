/**
 * Finds the functions that the learner writes: those with a JSDoc tag `@lesson N slug`.
 *
 * Refuses what would make a bad starter: a tag that cannot be read, on something that is not a
 * function, without a specification, or with a slug that another function has.
 */

import type { Syntax } from "./syntax.ts";
import ts from "./typescript.cjs";

/** A function that a lesson asks for. */
export interface Task {
  readonly lesson: number;
  /** The name that mutants and texts call it by. */
  readonly slug: string;
  /** Path relative to the tree's top. */
  readonly file: string;
  /** The function's own name. */
  readonly name: string;
  /** An expression for the starter to return, from a second tag: `@starter EXPR`. */
  readonly starter?: string | undefined;
  readonly node: TopLevelFunction;
}

/** `function f() {}`, or the arrow function of `const f = () => …`. */
export type TopLevelFunction = ts.FunctionDeclaration | ts.ArrowFunction;

/** A mistake in the course's own sources. */
export class CourseError extends Error {
  override name = "CourseError";
}

/** Says where in a file something is wrong: `inside/proc.ts:14: …`. */
export function courseError(file: ts.SourceFile, position: number, what: string): CourseError {
  const { line } = file.getLineAndCharacterOfPosition(position);
  return new CourseError(`${file.fileName}:${line + 1}: ${what}`);
}

/**
 * All tasks, in the order of lessons, and within a lesson of files.
 *
 * @throws CourseError
 */
export function findTasks({ files }: Syntax): Task[] {
  const tasks = [...files.values()].flatMap(tasksOf);
  for (const [i, { node, slug }] of tasks.entries()) {
    const other = tasks.slice(0, i).find((task) => task.slug === slug);
    if (other === undefined) continue;
    const taken = `the slug "${slug}" is also ${other.name}'s, in ${other.file}`;
    throw courseError(node.getSourceFile(), node.getStart(), taken);
  }
  return tasks.toSorted((a, b) => a.lesson - b.lesson);
}

function tasksOf(file: ts.SourceFile): Task[] {
  const comments: ts.JSDoc[] = [];
  const tasks: Task[] = [];
  for (const statement of file.statements) {
    const comment = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc).at(-1);
    const tag = comment?.tags?.find((tag) => tag.tagName.text === "lesson");
    if (!comment || !tag) continue;
    tasks.push(readTask(file, statement, comment, tag));
    comments.push(comment);
  }
  refuseStrays(file, comments);
  return tasks;
}

function readTask(
  file: ts.SourceFile,
  statement: ts.Statement,
  comment: ts.JSDoc,
  tag: ts.JSDocTag,
): Task {
  const refuse = (what: string) => courseError(file, tag.getStart(), what);
  const named = functionOf(statement);
  if (!named) throw refuse("@lesson is not on a function");
  const [, lesson, slug] = /^(\d+) +([a-z][a-z0-9-]*)$/.exec(textOf(tag)) ?? [];
  if (lesson === undefined || slug === undefined) {
    throw refuse(`@lesson wants a number and a slug (@lesson 1 proc), not "${textOf(tag)}"`);
  }
  if (!ts.getTextOfJSDocComment(comment.comment)?.trim()) {
    throw refuse(`${named.name} has no docstring, which is the learner's specification`);
  }
  if (!named.node.body) throw refuse(`${named.name} has no body`);
  if (!named.node.type) throw refuse(`${named.name} does not say what it returns`);
  const starter = comment.tags?.find(({ tagName }) => tagName.text === "starter");
  const task = { lesson: Number(lesson), slug, file: file.fileName, ...named };
  return { ...task, starter: starter && textOf(starter) };
}

const textOf = (tag: ts.JSDocTag) => ts.getTextOfJSDocComment(tag.comment)?.trim() ?? "";

/** The function that a statement of a file declares, with its name. */
export function functionOf(
  statement: ts.Statement,
): { name: string; node: TopLevelFunction } | undefined {
  if (ts.isFunctionDeclaration(statement) && statement.name) {
    return { name: statement.name.text, node: statement };
  }
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration, ...others] = statement.declarationList.declarations;
  if (!declaration?.initializer || others.length > 0) return undefined;
  const { name, initializer } = declaration;
  if (!ts.isIdentifier(name) || !ts.isArrowFunction(initializer)) return undefined;
  return { name: name.text, node: initializer };
}

/** A tag in any other comment would silently do nothing. */
function refuseStrays(file: ts.SourceFile, comments: readonly ts.JSDoc[]): void {
  for (const { index } of file.text.matchAll(/@lesson\b/g)) {
    if (comments.some(({ pos, end }) => pos <= index && index < end)) continue;
    throw courseError(file, index, "@lesson is not on a function at the top of a file");
  }
}
