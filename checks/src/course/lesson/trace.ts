/**
 * What a failed check can say of the plan that the learner's functions have written: the calls of
 * the kind that the check is about, and those that never happened although they should have.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "../../harness/result.ts";
import { both, type Text } from "../../harness/text.ts";
import { callsOf } from "../generator/skeleton.ts";
import { REFERENCE } from "../generator/sources.ts";
import { concernedBy } from "../work/concerned.ts";
import { pairOf } from "../work/functions.ts";

/** The result with its trace, where the plan explains something. */
export async function explained(result: Result): Promise<Result> {
  const { id, plan, rightPlan } = result;
  if (!plan || !rightPlan) return result;
  const about = await callsAbout(id);
  const trace = about && traceOf(about, plan, rightPlan);
  return trace ? { ...result, trace } : result;
}

/** Functions of the kernel's name that the check's functions call; undefined when they call none. */
async function callsAbout(id: string): Promise<ReadonlySet<string> | undefined> {
  const pairs = (await concernedBy(id)).map((name) => pairOf(name)).filter(({ given }) => !given);
  const known = systemCalls();
  const named = pairs
    .flatMap(({ theirs }) => callsOf(theirs.code))
    .filter((name) => known.has(name));
  const flags = pairs.some(({ file }) => file === "inside/namespaces.ts") ? ["clone"] : [];
  const about = new Set([...named, ...flags]);
  return about.size > 0 ? about : undefined;
}

/** What kernel/call.ts exports, but for what only wraps a call. */
function systemCalls(): ReadonlySet<string> {
  const text = readFileSync(join(REFERENCE, "kernel/call.ts"), "utf8");
  const names = [...text.matchAll(/^export (?:const|function) (\w+)/gm)].flatMap(
    ([, name]) => name ?? [],
  );
  return new Set(names.filter((name) => !["keep", "tolerate", "slot", "report"].includes(name)));
}

const MOST = 8; // lines
const WIDE = 66; // columns, beside the label
const cut = (line: string) => (line.length <= WIDE ? line : `${line.slice(0, WIDE - 1)}…`);

/** Undefined when neither plan has anything of what the check is about. */
export function traceOf(
  about: ReadonlySet<string>,
  plan: readonly string[],
  rightPlan: readonly string[],
): Text | undefined {
  const counts = [...about].map((name) => ({
    name,
    made: count(plan, name),
    right: count(rightPlan, name),
  }));
  const never = counts.filter(({ made, right }) => made === 0 && right > 0);
  const fewer = counts.filter(({ made, right }) => made > 0 && made < right);
  const shown = plan
    .filter((line) => about.has(nameOf(line)) || nameOf(line) === "execve")
    .map(cut);
  if (never.length + fewer.length === 0 && shown.length <= 1) return undefined;
  const names = never.map(({ name }) => name);
  const few = fewer.map(({ name, made, right }) => `${name} (${made}/${right})`);
  const lines = (more: (n: number) => string, ...remarks: string[]) =>
    [...shortened(shown, more), ...remarks.filter(Boolean)].join("\n");
  return both(
    lines(
      (n) => `… ${n} more`,
      names.length > 0 ? `never happened: ${names.join(", ")}` : "",
      few.length > 0 ? `less often than it takes: ${few.join(", ")}` : "",
    ),
    lines(
      (n) => `……另有 ${n} 个`,
      names.length > 0 ? `从未发生：${names.join("、")}` : "",
      few.length > 0 ? `次数不够：${few.join("、")}` : "",
    ),
  );
}

const nameOf = (line: string) => /^\w+/.exec(line)?.[0] ?? "";

const count = (plan: readonly string[], name: string) =>
  plan.filter((line) => nameOf(line) === name).length;

/** The first ones and the last one. */
function shortened(lines: readonly string[], more: (n: number) => string): string[] {
  const rest = lines.length - MOST;
  if (rest <= 0) return [...lines];
  return [...lines.slice(0, MOST - 1), more(rest), ...lines.slice(-1)];
}
