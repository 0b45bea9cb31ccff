/**
 * `--format`: Go's templates as docker has them. The subset: fields, variables, pipes, range, if,
 * with, and the functions of functions.ts; no templates within templates, and no methods.
 */
import { UserError } from "../../kernel/errors.ts";
import { FUNCTIONS, isTrue, show } from "./functions.ts";
import { type Node, type Pipeline, readTemplate, type Term } from "./read.ts";

/** A template, ready to be filled in. @throws UserError for a field that is not there */
export type Template = (data: unknown) => string;

/** @throws UserError for what is no template */
export function compileTemplate(text: string): Template {
  const nodes = readTemplate(text);
  return (data) => fill(nodes, { dot: data, variables: new Map([["$", data]]) });
}

interface Scope {
  readonly dot: unknown;
  readonly variables: Map<string, unknown>;
}

const fill = (nodes: readonly Node[], scope: Scope): string =>
  nodes.map((node) => fillNode(node, scope)).join("");

function fillNode(node: Node, scope: Scope): string {
  if (node.kind === "text") return node.text;
  const { pipeline } = node;
  const value = run(pipeline, scope);
  if (node.kind === "value") {
    assign(scope, pipeline, [value]);
    return pipeline.variables.length > 0 ? "" : show(value);
  }
  if (!isTrue(value)) return fill(node.otherwise, within(scope, scope.dot));
  if (node.kind === "range") return fillRange(node.body, pipeline, value, scope);
  const inner = within(scope, node.kind === "with" ? value : scope.dot);
  assign(inner, pipeline, [value]);
  return fill(node.body, inner);
}

const within = (scope: Scope, dot: unknown): Scope => ({
  dot,
  variables: new Map(scope.variables),
});

function assign({ variables }: Scope, pipeline: Pipeline, values: readonly unknown[]): void {
  for (const [i, name] of pipeline.variables.entries()) variables.set(name, values[i]);
}

/** Over a list with its indices, or over a map in the order of its keys. */
function fillRange(body: readonly Node[], pipeline: Pipeline, value: unknown, scope: Scope) {
  const pairs = Object.entries(value as object);
  if (!Array.isArray(value)) pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  const out = pairs.map(([key, one]) => {
    const inner = within(scope, one);
    const both = [Array.isArray(value) ? Number(key) : key, one];
    assign(inner, pipeline, pipeline.variables.length === 2 ? both : [one]);
    return fill(body, inner);
  });
  return out.join("");
}

function run({ commands }: Pipeline, scope: Scope): unknown {
  let before: readonly unknown[] = [];
  for (const [first, ...rest] of commands) {
    const args = [...rest.map((term) => lookUp(term, scope)), ...before];
    if (first?.kind !== "function" && args.length > 0) {
      throw new UserError("--format: only a function takes arguments");
    }
    const isCall = first?.kind === "function";
    before = [isCall ? functionNamed(first.name)(...args) : first && lookUp(first, scope)];
  }
  return before[0];
}

function functionNamed(name: string) {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (found) return found;
  throw new UserError(
    `--format: there is no function ${JSON.stringify(name)} (there are ${Object.keys(FUNCTIONS).join(", ")})`,
  );
}

function lookUp(term: Term, scope: Scope): unknown {
  if (term.kind === "literal") return term.value;
  if (term.kind === "function") return functionNamed(term.name)();
  if (term.kind === "dot") return follow(scope.dot, term.fields);
  if (term.kind === "nested") return follow(run(term.pipeline, scope), term.fields);
  if (!scope.variables.has(term.name)) throw new UserError(`--format: ${term.name} is not set`);
  return follow(scope.variables.get(term.name), term.fields);
}

function follow(from: unknown, fields: readonly string[]): unknown {
  return fields.reduce((at: unknown, field, i) => {
    const isMap = typeof at === "object" && at !== null && Object.hasOwn(at, field);
    if (isMap) return (at as Record<string, unknown>)[field];
    const there =
      typeof at === "object" && at !== null ? `; there are ${Object.keys(at).join(", ")}` : "";
    throw new UserError(`--format: there is no .${fields.slice(0, i + 1).join(".")}${there}`);
  }, from);
}
