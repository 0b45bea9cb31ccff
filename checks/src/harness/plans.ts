/** The plan of a command that failed, beside that of a mydocker that does it right. */
import { resolve } from "node:path";
import { startCommand } from "./driver.ts";
import type { Result } from "./result.ts";

/** A call as a line of `run --plan`, and the line of the sources that wrote it. */
export interface PlannedCall {
  readonly call: string;
  readonly site?: { readonly file: string; readonly line: number };
}

/** What is checked, and what it may be compared with. */
export interface Programs {
  readonly mydocker: string;
  /** Undefined for programs of somebody else's, which need know nothing of plans. */
  readonly compare?: string | undefined;
}

/**
 * Asks both for the plan of the last container that was started; nothing of it is run.
 *
 * @param ran the arguments of all commands so far
 */
export async function comparePlans(
  { mydocker, compare }: Programs,
  ran: readonly (readonly string[])[],
): Promise<Pick<Result, "plan" | "rightPlan">> {
  const args = ran.findLast(([command]) => command === "run");
  if (!args || compare === undefined) return {};
  const [plan, rightPlan] = await Promise.all([planOf(mydocker, args), planOf(compare, args)]);
  return plan && rightPlan ? { plan, rightPlan } : {};
}

/** MYDOCKER_SITES has each line end in a tab and the place (container/preview.ts). */
async function planOf(
  mydocker: string,
  [run = "", ...rest]: readonly string[],
): Promise<PlannedCall[] | undefined> {
  const words = ["MYDOCKER_SITES=1", mydocker, run, "--plan", ...rest];
  const { code, stdout } = await startCommand("env", words).ended;
  return code === 0 ? stdout.toString().trimEnd().split("\n").map(parse) : undefined;
}

function parse(text: string): PlannedCall {
  const [call = "", place = ""] = text.split("\t");
  const { file, line } = /^(?<file>.+):(?<line>\d+)$/.exec(place)?.groups ?? {};
  return file ? { call, site: { file: resolve(file), line: Number(line) } } : { call };
}
