/** All forms that grades can have. */
import type { Grades, SubmissionGrade } from "../model.ts";
import { classroom } from "./classroom.ts";
import { csv } from "./csv.ts";
import { exercism } from "./exercism.ts";
import { gradescope } from "./gradescope.ts";
import { human } from "./human.ts";
import { junit } from "./junit.ts";
import { tap } from "./tap.ts";

/** All submissions in one text, and the file that holds it. */
export const TOGETHER: Readonly<
  Record<string, readonly [file: string, make: (grades: Grades) => string]>
> = {
  human: ["grades.txt", (grades) => human(grades)],
  json: ["grades.json", (grades) => `${JSON.stringify(grades, undefined, 2)}\n`],
  tap: ["grades.tap", tap],
  junit: ["grades.xml", junit],
  csv: ["grades.csv", csv],
};

/** A text for each submission, since its consumer knows only one. */
export const APART: Readonly<
  Record<string, readonly [file: string, make: (submission: SubmissionGrade) => string]>
> = {
  gradescope: ["gradescope.json", gradescope],
  classroom: ["classroom.json", classroom],
  exercism: ["exercism.json", exercism],
};

/** The names of all forms, the usual one first. */
export const FORMATS: readonly string[] = [...Object.keys(TOGETHER), ...Object.keys(APART)];
