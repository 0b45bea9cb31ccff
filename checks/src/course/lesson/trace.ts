/**
 * What a failed check can say of the plan that the learner's functions have written: their own calls,
 * and those that the same functions of the reference make for the same command line.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PlannedCall } from "../../harness/plans.ts";
import type { Result } from "../../harness/result.ts";
import { both, type Text } from "../../harness/text.ts";
import { REFERENCE } from "../generator/sources.ts";
import { type Statement, statementsByName } from "../generator/statements.ts";
import { concernedBy, type FunctionName } from "../work/concerned.ts";
import { isSame, pairOf } from "../work/functions.ts";
import { WORK } from "../work/places.ts";

/** The result with its trace, where the plan explains something. */
export async function explained(result: Result): Promise<Result> {
  const { id, plan, rightPlan } = result;
  if (!plan || !rightPlan) return result;
  const about = (await concernedBy(id)).filter(hasChanged);
  const own = about.flatMap((name) => plan.filter(writtenBy(name, WORK.directory)));
  const right = about.flatMap((name) => rightPlan.filter(writtenBy(name, REFERENCE)));
  const trace = traceOf(
    [...new Set(own)].map(({ call }) => call),
    [...new Set(right)].map(({ call }) => call),
  );
  return trace ? { ...result, trace } : result;
}

/** What is given, or as in the reference, explains nothing. */
function hasChanged(name: FunctionName): boolean {
  const pair = pairOf(name);
  return !pair.given && !isSame(pair);
}

/** What namespaceFlags returns is seen in this call only, which is written elsewhere. */
const FLAGS = { file: "inside/namespaces.ts", call: "clone" };

/** Whether a function of a tree of sources wrote a call, or a helper that the reference has not. */
function writtenBy({ file, name }: FunctionName, tree: string) {
  if (file === FLAGS.file) return ({ call }: PlannedCall) => nameOf(call) === FLAGS.call;
  const others = functionsIn(REFERENCE, file).filter((other) => other.name !== name);
  const foreign = functionsIn(tree, file).filter((one) => others.some((o) => o.name === one.name));
  const place = join(tree, file);
  return ({ site }: PlannedCall) =>
    site?.file === place && !foreign.some((statement) => isIn(statement, site.line));
}

function functionsIn(tree: string, file: string): Statement[] {
  try {
    return [...(statementsByName(readFileSync(join(tree, file), "utf8"))?.values() ?? [])];
  } catch {
    return []; // the learner does not have this file
  }
}

const isIn = ({ line, code }: Statement, at: number) =>
  at >= line && at < line + code.split("\n").length;

const MOST = 8; // lines
const WIDE = 66; // columns, beside the label
const cut = (line: string) => (line.length <= WIDE ? line : `${line.slice(0, WIDE - 1)}…`);

/** Flags and options are what these are all about. */
const FOLDED = new Set(["clone", "mount"]);
const fitted = (line: string) => (FOLDED.has(nameOf(line)) ? folded(line) : cut(line));

/** Broken after flags and options, none of which is cut off. */
function folded(line: string): string {
  const lines = [""];
  for (const piece of line.match(/[^|,]+[|,]?/g) ?? []) {
    const last = lines.at(-1) ?? "";
    if (last.length + piece.length <= WIDE) lines[lines.length - 1] = last + piece;
    else lines.push(cut(`  ${piece.trimStart()}`));
  }
  return lines.join("\n");
}

/** @returns undefined when neither has anything to show */
export function traceOf(own: readonly string[], right: readonly string[]): Text | undefined {
  const counts = [...new Set(right.map(nameOf))].map((name) => ({
    name,
    made: count(own, name),
    right: count(right, name),
  }));
  const never = counts.filter(({ made }) => made === 0).map(({ name }) => name);
  const fewer = counts.filter(({ made, right }) => made > 0 && made < right);
  if (own.join() === right.join()) return undefined;
  const lines = (more: (n: number) => string, ...remarks: (string | false)[]) =>
    [...shortened(own.map(fitted), more), ...remarks.filter(Boolean)].join("\n");
  return both(
    lines(
      (n) => `… ${n} more`,
      never.length > 0 && `the reference makes also: ${never.join(", ")}`,
      fewer.length > 0 && `fewer than the reference makes: ${fewer.map(inEnglish).join(", ")}`,
    ),
    lines(
      (n) => `……另有 ${n} 个`,
      never.length > 0 && `参考实现还有：${never.join("、")}`,
      fewer.length > 0 && `次数比参考实现少：${fewer.map(inChinese).join("、")}`,
    ),
  );
}

interface Count {
  readonly name: string;
  readonly made: number;
  readonly right: number;
}

const inEnglish = ({ name, made, right }: Count) => `${name} (${made} of ${right})`;
const inChinese = ({ name, made, right }: Count) => `${name}（${made} 次，参考实现 ${right} 次）`;

const nameOf = (line: string) => /^\w+/.exec(line)?.[0] ?? "";

const count = (calls: readonly string[], name: string) =>
  calls.filter((line) => nameOf(line) === name).length;

/** The first ones and the last one. */
function shortened(lines: readonly string[], more: (n: number) => string): string[] {
  const rest = lines.length - MOST;
  if (rest <= 0) return [...lines];
  return [...lines.slice(0, MOST - 1), more(rest), ...lines.slice(-1)];
}
