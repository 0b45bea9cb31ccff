/** What a grade is made of: the one model that all exporters read. schema.json says the same. */
import type { Kind, Outcome } from "../harness/result.ts";
import type { Text } from "../harness/text.ts";

/** The model's own version: it changes when a field changes its meaning or goes. */
export const VERSION = 1;

/** One check of one submission. */
export interface CheckGrade {
  /** `3.2` */
  readonly id: string;
  readonly title: Text;
  readonly kind: Kind;
  /** One of those that the teacher added (`checks DIR`). */
  readonly private: boolean;
  readonly outcome: Outcome;
  readonly points: number;
  readonly max: number;
  /** How often it was run; more than once when the first verdict was not `passed`. */
  readonly runs: number;
  /** Not all runs agreed; the majority decided. */
  readonly flaky: boolean;
  readonly diagnosis?: string;
  readonly did?: string;
  readonly expected?: Text;
  readonly observed?: Text;
  readonly left?: Text;
  readonly likely?: Text;
  /** Milliseconds. */
  readonly ms: number;
}

/** One lesson of one submission. */
export interface LessonGrade {
  readonly number: number;
  /** `pivot_root` */
  readonly name: string;
  readonly points: number;
  readonly max: number;
  readonly checks: readonly CheckGrade[];
}

/** One submission. */
export interface SubmissionGrade {
  /** A pseudonym where that was asked for. */
  readonly name: string;
  /** A fork's work/ was built; a program was taken as it is. */
  readonly kind: "fork" | "program";
  readonly points: number;
  readonly max: number;
  readonly lessons: readonly LessonGrade[];
  /** Why nothing could be run: what the compiler said. */
  readonly problems: readonly string[];
}

/** All that one `npm run grade` found. */
export interface Grades {
  readonly version: typeof VERSION;
  readonly submissions: readonly SubmissionGrade[];
}

/** All checks of a submission, in order. */
export const checksOf = ({ lessons }: SubmissionGrade): CheckGrade[] =>
  lessons.flatMap(({ checks }) => checks);

/** A sum of whole numbers, which is exact. */
export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
