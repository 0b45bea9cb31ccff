/** A table for a spreadsheet: a line for each submission (RFC 4180). */
import type { Grades, LessonGrade } from "../model.ts";
import { clean } from "./tell.ts";

/** As CSV, with a heading. */
export function csv({ submissions }: Grades): string {
  const lessons = submissions[0]?.lessons ?? [];
  const rows = [
    ["submission", ...lessons.map(heading), "points", "max"],
    ...submissions.map(({ name, lessons, points, max }) => [
      clean(name),
      ...lessons.map((lesson) => `${lesson.points}`),
      `${points}`,
      `${max}`,
    ]),
  ];
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

const heading = ({ number, name }: LessonGrade) => (number > 0 ? `${number}-${name}` : name);

/** A spreadsheet would take what begins with these for a formula. */
const cell = (text: string) => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
