/**
 * Go's templates, as far as `--format` needs them: what is between `{{` and `}}` taken apart.
 *
 * @see text/template of Go; docker's "Format command and log output"
 */
import { UserError } from "../../kernel/errors.ts";

/** A value in an action: what to look up, to call, or to give as it is. */
export type Term =
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "variable"; readonly name: string; readonly fields: readonly string[] }
  | { readonly kind: "dot"; readonly fields: readonly string[] }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "nested"; readonly pipeline: Pipeline; readonly fields: readonly string[] };

/** Commands, of which each gets the result of the one before as its last argument. */
export interface Pipeline {
  /** Variables that get the result; of `range`, the key and the value. */
  readonly variables: readonly string[];
  readonly commands: readonly (readonly Term[])[];
}

/** A piece of a template. */
export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly pipeline: Pipeline }
  | {
      readonly kind: "range" | "if" | "with";
      readonly pipeline: Pipeline;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

/** @throws UserError for what is no template */
export function readTemplate(text: string): readonly Node[] {
  const pieces = piecesOf(text);
  const nodes = readNodes(pieces, false);
  if (pieces.length > 0) throw wrong(`{{${pieces[0]?.action}}} has nothing to end`);
  return nodes;
}

const wrong = (why: string) => new UserError(`--format: ${why}`);

interface Piece {
  readonly text?: string;
  readonly action?: string;
}

/** Texts and actions in turn; `{{- ` and ` -}}` take the white space beside them away. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trim = false;
  for (const match of text.matchAll(
    /\{\{(- )?((?:"(?:\\.|[^"\\])*"|`[^`]*`|[^"`])*?)( -)?\}\}/gs,
  )) {
    const [whole, before, action = "", after] = match;
    const between = text.slice(at, match.index);
    const left = trim ? between.trimStart() : between;
    pieces.push({ text: before ? left.trimEnd() : left });
    if (!/^\s*\/\*.*\*\/\s*$/s.test(action)) pieces.push({ action: action.trim() });
    at = match.index + whole.length;
    trim = after !== undefined;
  }
  const rest = text.slice(at);
  if (rest.includes("{{")) throw wrong(`{{ without }} in ${JSON.stringify(text)}`);
  return [...pieces, { text: trim ? rest.trimStart() : rest }].filter(({ text }) => text !== "");
}

/** Up to `end` or `else`, which stays. */
function readNodes(pieces: Piece[], isInside: boolean): Node[] {
  const nodes: Node[] = [];
  for (let piece = pieces[0]; piece; piece = pieces[0]) {
    const { text, action = "" } = piece;
    const [word = ""] = action.split(/\s/, 1);
    if (text === undefined && (word === "end" || word === "else")) return nodes;
    pieces.shift();
    if (text !== undefined) nodes.push({ kind: "text", text });
    else if (word === "range" || word === "if" || word === "with") {
      nodes.push(readBlock(word, action.slice(word.length), pieces));
    } else nodes.push({ kind: "value", pipeline: readPipeline(tokensOf(action)) });
  }
  if (isInside) throw wrong("{{end}} is missing");
  return nodes;
}

function readBlock(kind: "range" | "if" | "with", head: string, pieces: Piece[]): Node {
  const pipeline = readPipeline(tokensOf(head));
  const body = readNodes(pieces, true);
  const { action = "" } = pieces.shift() ?? {};
  if (action === "end") return { kind, pipeline, body, otherwise: [] };
  const chained = /^else\s+(if|with)\s+(.*)$/s.exec(action);
  if (chained) {
    const [, word = "", rest = ""] = chained;
    return { kind, pipeline, body, otherwise: [readBlock(word as "if", rest, pieces)] };
  }
  const otherwise = readNodes(pieces, true);
  pieces.shift();
  return { kind, pipeline, body, otherwise };
}

const TOKEN =
  /\s*(?:("(?:\\.|[^"\\])*")|(`[^`]*`)|(-?\d+(?:\.\d+)?)|(\$\w*)|(:=|[(),|])|((?:\.\w+)+)|(\.)|(\w+))/y;

type Token =
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "variable" | "mark" | "fields" | "word"; readonly text: string };

function tokensOf(action: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (action.slice(pattern.lastIndex).trim() !== "") {
    const from = pattern.lastIndex;
    const [, quoted, raw, number, variable, mark, fields, dot, word] = pattern.exec(action) ?? [];
    if (quoted !== undefined) tokens.push({ kind: "literal", value: unquoted(quoted) });
    else if (raw !== undefined) tokens.push({ kind: "literal", value: raw.slice(1, -1) });
    else if (number !== undefined) tokens.push({ kind: "literal", value: Number(number) });
    else if (variable !== undefined) tokens.push({ kind: "variable", text: variable });
    else if (mark !== undefined) tokens.push({ kind: "mark", text: mark });
    else if (fields !== undefined) tokens.push({ kind: "fields", text: fields });
    else if (dot !== undefined) tokens.push({ kind: "fields", text: "" });
    else if (word !== undefined) tokens.push(wordToken(word));
    else throw wrong(`${JSON.stringify(action.slice(from))} is not understood`);
  }
  return tokens;
}

const CONSTANTS: Readonly<Record<string, unknown>> = { true: true, false: false, nil: null };

const wordToken = (text: string): Token =>
  Object.hasOwn(CONSTANTS, text)
    ? { kind: "literal", value: CONSTANTS[text] }
    : { kind: "word", text };

function unquoted(text: string): string {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(`${text} is no string`);
  }
}

const isMark = (token: Token | undefined, text: string) =>
  token?.kind === "mark" && token.text === text;

/** Takes the tokens of a pipeline, up to a closing parenthesis or the end. */
function readPipeline(tokens: Token[]): Pipeline {
  const variables = readVariables(tokens);
  const commands: Term[][] = [[]];
  for (let token = tokens[0]; token && !isMark(token, ")"); token = tokens[0]) {
    if (isMark(token, "|")) {
      tokens.shift();
      commands.push([]);
    } else commands.at(-1)?.push(readTerm(tokens));
  }
  if (commands.some((command) => command.length === 0)) throw wrong("a value is missing");
  return { variables, commands };
}

/** `$key, $value :=` */
function readVariables(tokens: Token[]): string[] {
  const end = tokens.findIndex((token) => isMark(token, ":="));
  if (end === -1) return [];
  const names = tokens
    .splice(0, end + 1)
    .flatMap((token) => (token.kind === "variable" ? [token.text] : []));
  if (names.length === 0 || names.length > 2) throw wrong("variables are needed before :=");
  return names;
}

function readTerm(tokens: Token[]): Term {
  const token = tokens.shift();
  if (token?.kind === "literal") return token;
  if (token?.kind === "word") return { kind: "function", name: token.text };
  if (token?.kind === "fields") return { kind: "dot", fields: fieldsOf(token.text) };
  if (token?.kind === "variable") {
    return { kind: "variable", name: token.text, fields: readFields(tokens) };
  }
  if (!isMark(token, "(")) throw wrong(`${JSON.stringify(token?.text ?? "")} is out of place`);
  const pipeline = readPipeline(tokens);
  if (!isMark(tokens.shift(), ")")) throw wrong("a closing parenthesis is missing");
  return { kind: "nested", pipeline, fields: readFields(tokens) };
}

/** Fields of a variable or of parentheses follow at once. */
function readFields(tokens: Token[]): string[] {
  const [next] = tokens;
  if (next?.kind !== "fields" || next.text === "") return [];
  tokens.shift();
  return fieldsOf(next.text);
}

const fieldsOf = (text: string) => text.split(".").filter(Boolean);
