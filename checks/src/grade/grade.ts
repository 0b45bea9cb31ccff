/** Grades submissions: builds them, runs all lessons of all of them, and puts the results together. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { busyboxRoot } from "../fixtures/busybox.ts";
import { PROJECT } from "../harness/places.ts";
import { probe } from "../harness/probe.ts";
import { type GradedLesson, type Grading, gradeLesson } from "./lesson.ts";
import { type Grades, type LessonGrade, type SubmissionGrade, sum, VERSION } from "./model.ts";
import { pool } from "./pool.ts";
import { makeReady, type Ready } from "./ready.ts";
import type { Submission } from "./submission.ts";

/** What is to be graded. */
export interface Job extends Grading {
  readonly submissions: readonly Submission[];
  readonly lessons: readonly GradedLesson[];
  /** Lessons under way at a time. */
  readonly jobs: number;
  /** Hears of each lesson of a submission that is done. */
  readonly onLesson?: () => void;
}

const CACHE = join(PROJECT, ".cache/grade");

/** Grades all of them. What was built for it is gone afterwards. */
export async function grade(job: Job): Promise<Grades> {
  await probe(); // before several want it at a time, and while the project can still be written to
  busyboxRoot();
  mkdirSync(CACHE, { recursive: true });
  const directory = mkdtempSync(join(CACHE, `${process.pid}-`));
  try {
    const { submissions } = job;
    const ready = await pool(
      submissions.map((one, i) => () => makeReady(one, submissions, join(directory, `${i}`))),
      job.jobs,
    );
    return { version: VERSION, submissions: await gradeAll(ready, job) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A submission's lessons side by side: one alone keeps all jobs busy. */
async function gradeAll(ready: readonly Ready[], job: Job): Promise<SubmissionGrade[]> {
  const tasks = ready.flatMap((one) =>
    job.lessons.map((lesson) => async () => {
      const graded = await gradeLesson(lesson, one, job);
      job.onLesson?.();
      return graded;
    }),
  );
  const graded = await pool(tasks, job.jobs);
  const { length } = job.lessons;
  return ready.map((one, i) => together(one, graded.slice(i * length, (i + 1) * length)));
}

function together(
  { submission: { name, kind }, problems }: Ready,
  lessons: readonly LessonGrade[],
): SubmissionGrade {
  const points = sum(lessons.map((lesson) => lesson.points));
  const max = sum(lessons.map((lesson) => lesson.max));
  return { name, kind, points, max, lessons, problems };
}
