/** The plan of a command that failed, beside that of a mydocker that does it right. */
import { startCommand } from "./driver.ts";
import type { Result } from "./result.ts";

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

async function planOf(
  mydocker: string,
  [run = "", ...rest]: readonly string[],
): Promise<string[] | undefined> {
  const { code, stdout } = await startCommand(mydocker, [run, "--plan", ...rest]).ended;
  return code === 0 ? stdout.toString().trimEnd().split("\n") : undefined;
}
