/** Gives the grades out: in one form on standard output, in all forms in a folder. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { print } from "../course/say.ts";
import { type ReportStyle, styleFor } from "../harness/report.ts";
import { classroomOutputs, guarded } from "./export/classroom.ts";
import { human } from "./export/human.ts";
import { APART, TOGETHER } from "./export/index.ts";
import type { Grades } from "./model.ts";

/** Prints them in a form; more than one submission in a form for one is a line of JSON each. */
export function show(grades: Grades, as: string): void {
  const style = styleFor(process.stdout);
  if (as === "human") print(human(grades, style).trimEnd());
  else if (TOGETHER[as]) print(TOGETHER[as][1](grades).trimEnd());
  else showEach(grades, as, style);
}

function showEach(grades: Grades, as: string, style: ReportStyle): void {
  if (as === "classroom") print(guarded(human(grades, { ...style, colors: false })).trimEnd());
  const outputs = as === "classroom" ? process.env.GITHUB_OUTPUT : undefined;
  for (const submission of grades.submissions) {
    if (outputs) appendFileSync(outputs, classroomOutputs(submission));
    else print(APART[as]?.[1](submission).trimEnd() ?? "");
  }
}

/** Writes all forms: those of all submissions beside a folder for each one. */
export function writeAll(grades: Grades, directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const [file, make] of Object.values(TOGETHER)) {
    writeFileSync(join(directory, file), make(grades));
  }
  for (const submission of grades.submissions) {
    const own = join(directory, submission.name.replace(/[^\w.-]+/g, "-"));
    mkdirSync(own, { recursive: true });
    for (const [file, make] of Object.values(APART))
      writeFileSync(join(own, file), make(submission));
  }
}
