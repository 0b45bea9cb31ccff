/** What a figure is: something that is measured of several programs in one run. */
import type { Text } from "../checks/src/harness/text.ts";
import type { Bed } from "./bed.ts";
import type { Summary } from "./statistics.ts";

/** What was measured of one program. */
export interface Row {
  readonly subject: string;
  /** How much it had to deal with, in a figure that grows. */
  readonly size?: number;
  readonly summary: Summary;
}

/**
 * "mydocker takes at most 1.25 times as long as node -e 0", or at most so many units. Of a figure
 * that grows, `of` and `than` name a row by subject and size: "mydocker 1000".
 */
export interface Goal {
  readonly of: string;
  /** Whose median the factor is of; undefined: the bound is in the figure's unit. */
  readonly than?: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** A figure, before it is measured. */
export interface Figure {
  readonly name: string;
  readonly title: Text;
  readonly unit: string;
  /** What there is more and more of; a figure without it has no sizes. */
  readonly grows?: Text;
  readonly goals?: readonly Goal[];
  /** Absent rows are programs that are not installed, or do not work, here. */
  measure(bed: Bed): Promise<readonly Row[]>;
}

/** A figure that was measured. */
export interface Result extends Omit<Figure, "measure" | "goals"> {
  readonly rows: readonly Row[];
  readonly goals: readonly Verdict[];
}

/** How far a goal was met. */
export interface Verdict extends Goal {
  /** The factor, or the median where the goal is one in units. */
  readonly measured: number;
  readonly met: boolean;
}

/** What a row is called in goals. */
export const nameOf = ({ subject, size }: Row): string =>
  size === undefined ? subject : `${subject} ${size}`;

/** Goals of programs that are not there are left out: nothing can be said of them. */
export function judge(goals: readonly Goal[], rows: readonly Row[]): Verdict[] {
  const medianOf = (name: string) => rows.find((row) => nameOf(row) === name)?.summary.median;
  return goals.flatMap((goal) => {
    const own = medianOf(goal.of);
    const other = goal.than === undefined ? 1 : medianOf(goal.than);
    if (own === undefined || other === undefined) return [];
    const measured = own / other;
    const { atMost = Number.POSITIVE_INFINITY, atLeast = 0 } = goal;
    return [{ ...goal, measured, met: measured <= atMost && measured >= atLeast }];
  });
}
