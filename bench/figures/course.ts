/** What a learner waits for, the check of a lesson, and what a grader waits for. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readReference } from "../../checks/src/course/generator/reference.ts";
import { PROJECT } from "../../checks/src/harness/places.ts";
import { both } from "../../checks/src/harness/text.ts";
import type { Bed } from "../bed.ts";
import type { Figure, Row } from "../figure.ts";
import { summarise } from "../statistics.ts";
import { type Trial, time } from "../stopwatch.ts";

const LESSONS = [1, 2, 3, 4, 5, 6, 7, 8];
const ENTRY = [process.execPath, join(PROJECT, "checks/run.mjs")];

async function secondsOf(trials: readonly Trial[], rounds: number, bed: Bed): Promise<Row[]> {
  const all = await time(trials, rounds, bed.cache, 0);
  return trials.map(({ subject }, i) => {
    const seconds = (all[i] ?? []).map(({ milliseconds }) => milliseconds / 1000);
    return { subject, summary: summarise(seconds) };
  });
}

/** npm itself takes 0.2 s and more before it starts what is timed here. */
export const lesson: Figure = {
  name: "lesson",
  title: both("the check of a lesson, beyond npm's own start", "检查一课，不计 npm 自身的启动"),
  unit: "s",
  goals: LESSONS.map((n) => ({ of: `mydocker: lesson ${n}`, atMost: 3 })),
  measure: (bed) => {
    const trials = LESSONS.map((n) => ({
      subject: `mydocker: lesson ${n}`,
      argv: [...ENTRY, "lesson", `${n}`, "solution"],
    }));
    return secondsOf(trials, bed.few, bed);
  },
};

/** A fork in which all is solved. */
export const grade: Figure = {
  name: "grade",
  title: both("grade of a fork that has solved all lessons", "为完成全部课程的 fork 评分"),
  unit: "s",
  goals: [{ of: "mydocker: grade", atMost: 40 }],
  measure: (bed) => {
    const fork = join(bed.place, "fork");
    for (const [path, text] of readReference().starter(Number.POSITIVE_INFINITY)) {
      mkdirSync(dirname(join(fork, "work", path)), { recursive: true });
      writeFileSync(join(fork, "work", path), text);
    }
    const all = '"$@" | grep -w 100'; // per cent: a grade of less is quicker, and says nothing
    const argv = ["sh", "-c", all, "sh", ...ENTRY, "grade", fork];
    return secondsOf([{ subject: "mydocker: grade", argv }], 1, bed);
  },
};
