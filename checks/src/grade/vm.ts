/**
 * Grades in a virtual machine (checks/vm), a new one for each submission: for code that may try to
 * take over the kernel that its checks run in. What comes back is only believed as far as it says
 * how a check went; points are counted here.
 */
import { spawn } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { MachineProblem } from "../harness/machine.ts";
import { PROJECT } from "../harness/places.ts";
import type { Outcome } from "../harness/result.ts";
import { both } from "../harness/text.ts";
import { workFiles } from "./build.ts";
import type { Job } from "./grade.ts";
import { gradeCheck, isReached } from "./lesson.ts";
import {
  type CheckGrade,
  checksOf,
  type Grades,
  type LessonGrade,
  type SubmissionGrade,
  sum,
  VERSION,
} from "./model.ts";
import { checkNames } from "./names.ts";
import { type Submission, seenWith } from "./submission.ts";

/** Version 1, whose groups keep a guest's disks from it as well. */
const CGROUPS = "v1";

const LUGGAGE = join(PROJECT, ".cache/grade/vm");
const RESULTS = join(PROJECT, ".cache/vm/results", CGROUPS, "grades/grades.json");

/** Grades one after the other: each machine takes all processors. */
export async function gradeInVm(job: Job): Promise<Grades> {
  const submissions: SubmissionGrade[] = [];
  for (const submission of job.submissions) {
    rmSync(LUGGAGE, { recursive: true, force: true });
    rmSync(RESULTS, { force: true });
    try {
      await runVm(command(pack(submission, job), job));
      submissions.push(await recount(submission, readResults(), job));
    } finally {
      rmSync(LUGGAGE, { recursive: true, force: true });
    }
  }
  return { version: VERSION, submissions };
}

/** Puts a submission where it travels with the project; words that name it there. */
function pack(submission: Submission, job: Job): string[] {
  const place = join(LUGGAGE, "submission");
  mkdirSync(place, { recursive: true });
  if (submission.kind === "fork") {
    for (const { path, from } of workFiles(submission.path)) {
      const to = join(place, "work", path);
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(from, to);
    }
    mkdirSync(join(place, "work"), { recursive: true });
    return [place];
  }
  const seen = seenWith(submission.path, job.submissions);
  const program = basename(realpathSync(submission.path));
  if (statSync(seen).isFile()) copyFileSync(seen, join(place, program));
  else cpSync(seen, place, { recursive: true, verbatimSymlinks: true });
  return ["runtime", join(place, program)];
}

function command(words: readonly string[], { lessons }: Job): string[] {
  const chosen = lessons.filter(({ number }) => number > 0).map(({ number }) => number);
  const kept = lessons.flatMap(({ folders }) => folders).filter((folder) => folder.private);
  const checks = kept.flatMap(({ directory }, i) => {
    const to = join(LUGGAGE, "checks", `${i}`, basename(directory));
    cpSync(directory, to, { recursive: true });
    return ["checks", to];
  });
  const all = ["lessons", chosen.join(","), "jobs", "2", "as", "json", ...checks, ...words];
  return [
    "sh",
    "-c",
    'exec npm run grade to "$MYDOCKER_RESULTS/grades" "$@" >/dev/null',
    "sh",
    ...all,
  ];
}

function runVm(words: readonly string[]): Promise<void> {
  const args = [join(PROJECT, "checks/run.mjs"), "vm", CGROUPS, ...words];
  const child = spawn(process.execPath, args, { stdio: ["ignore", 2, 2] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve());
  });
}

function readResults(): Grades {
  if (!existsSync(RESULTS)) {
    const place = relative(PROJECT, join(RESULTS, "../../output"));
    throw new MachineProblem(
      both(
        `the virtual machine brought no grades back: ${place} has what it said`,
        `虚拟机没有带回评分结果：它的输出在 ${place}`,
      ),
    );
  }
  return JSON.parse(readFileSync(RESULTS, "utf8"));
}

const OUTCOMES: readonly Outcome[] = ["passed", "failed", "not started", "machine", "bug"];

async function recount(
  { name, kind }: Submission,
  { submissions }: Grades,
  job: Job,
): Promise<SubmissionGrade> {
  const [theirs] = submissions;
  const found = new Map(theirs ? checksOf(theirs).map((check) => [check.id, check]) : []);
  const lessons = await Promise.all(
    job.lessons.map(async ({ number, name, folders }): Promise<LessonGrade> => {
      const checks = await Promise.all(
        folders.map(async (folder) => {
          const names = await checkNames(folder.directory, kind);
          return names.map((check) => ({ folder, verdict: believed(found.get(check.id), check) }));
        }),
      );
      const reached = checks.flat().some(({ verdict: { result } }) => isReached(result));
      const graded = checks.flat().map((one) => gradeCheck(one, job.rubric, reached));
      job.onLesson?.();
      return {
        number,
        name,
        points: sum(graded.map(({ points }) => points)),
        max: sum(graded.map(({ max }) => max)),
        checks: graded,
      };
    }),
  );
  return {
    name,
    kind,
    points: sum(lessons.map(({ points }) => points)),
    max: sum(lessons.map(({ max }) => max)),
    lessons,
    problems: (theirs?.problems ?? []).map(String),
  };
}

/** How a check went, as the machine tells it; what it is worth is not the machine's to tell. */
function believed(check: CheckGrade | undefined, { id, kind }: Pick<CheckGrade, "id" | "kind">) {
  const { diagnosis, did, expected, observed, left, ms = 0, runs = 0 } = check ?? {};
  const outcome = OUTCOMES.find((known) => known === check?.outcome) ?? "not started";
  const told = { diagnosis, did, expected, observed, left };
  const said = Object.entries(told).filter(([, value]) => value !== undefined);
  const result = { id, kind, outcome, ms: Number(ms), ...Object.fromEntries(said) };
  return { result, runs: Number(runs), flaky: check?.flaky === true };
}
