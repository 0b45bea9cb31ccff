/** What a figure is: something that is measured of several programs in one run. */
import type { Bed } from "./bed.ts";
import type { Summary } from "./statistics.ts";

/** One program's bar. */
export interface Row {
  readonly subject: string;
  readonly summary: Summary;
}

/** "mydocker takes at most 1.25 times as long as node -e 0", or at most so many units. */
export interface Goal {
  readonly of: string;
  readonly atMost: number;
  /** Whose median the factor is of; undefined: `atMost` is in the figure's unit. */
  readonly than?: string;
}

/** A figure, before it is measured. */
export interface Figure {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly goals?: readonly Goal[];
  /** Absent rows are programs that are not installed here. */
  measure(bed: Bed): Promise<readonly Row[]>;
}

/** A figure that was measured. */
export interface Result {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly rows: readonly Row[];
  readonly goals: readonly Verdict[];
}

/** How far a goal was met. */
export interface Verdict extends Goal {
  /** The factor, or the median where the goal is one in units. */
  readonly measured: number;
  readonly met: boolean;
}

/** Goals of programs that are not there are left out: nothing can be said of them. */
export function judge(goals: readonly Goal[], rows: readonly Row[]): Verdict[] {
  const medianOf = (name: string) => rows.find(({ subject }) => subject === name)?.summary.median;
  return goals.flatMap((goal) => {
    const own = medianOf(goal.of);
    const other = goal.than === undefined ? 1 : medianOf(goal.than);
    if (own === undefined || other === undefined) return [];
    const measured = own / other;
    return [{ ...goal, measured, met: measured <= goal.atMost }];
  });
}
