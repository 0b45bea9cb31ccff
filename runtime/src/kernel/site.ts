/**
 * Which line of TypeScript wrote a call. The command is one bundled file, so a position in it is
 * looked up in the source map beside it, and only when somebody wants to know.
 */
import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, relative, resolve } from "node:path";
import type { Call } from "./call.ts";

/** A function and its place in the sources. */
export interface Place {
  readonly name: string;
  /** Relative to the working directory when it lies beneath, else absolute. */
  readonly file: string;
  readonly line: number;
}

const FRAME =
  /at (?:(?<name>\S+) \()?(?:file:\/\/)?(?<file>\/[^()]+?):(?<line>\d+):(?<column>\d+)\)?$/m;

/** The function that wrote a call; undefined when the engine does not tell. */
export const placeOf = (call: Call): Place | undefined => placeIn(call.site.stack ?? "");

/** The first function of a stack that is not Node's own. */
export function placeIn(stack: string): Place | undefined {
  const frame = FRAME.exec(stack)?.groups;
  if (!frame) return undefined;
  const line = Number(frame.line);
  const original = lookUp(frame.file ?? "", line, Number(frame.column));
  return {
    name: frame.name?.replace(/^Object\./, "") ?? "",
    file: shorten(original?.file ?? frame.file ?? ""),
    line: original?.line ?? line,
  };
}

function lookUp(file: string, line: number, column: number) {
  const map = sourceMap(`${file}.map`);
  const entry = map?.findEntry(line - 1, column - 1);
  if (!entry || !("originalSource" in entry)) return undefined;
  return { file: resolve(dirname(file), entry.originalSource), line: entry.originalLine + 1 };
}

const maps = new Map<string, SourceMap | undefined>();

function sourceMap(path: string): SourceMap | undefined {
  if (!maps.has(path)) {
    const map = existsSync(path)
      ? new SourceMap(JSON.parse(readFileSync(path, "utf8")))
      : undefined;
    maps.set(path, map);
  }
  return maps.get(path);
}

function shorten(file: string): string {
  const here = relative(process.cwd(), file);
  return here.startsWith("..") ? file : here;
}
