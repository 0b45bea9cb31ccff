/** Runs a lesson's checks against any mydocker and says how each went. */
import { accessSync, constants } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { Bounds } from "./bounds.ts";
import { bundleRunner } from "./bundle.ts";
import { NO_ENTRANCE } from "./entrance.ts";
import { openHost } from "./host.ts";
import { MachineProblem } from "./machine.ts";
import type { CheckName, Result } from "./result.ts";
import type { Assignment, Event } from "./runner.ts";
import type { Seal } from "./sealed.ts";
import { both, verbatim } from "./text.ts";
import { scaled } from "./wait.ts";

/** What is to be checked. */
export interface LessonRun {
  /** The lesson's folder. */
  readonly lesson: string;
  /** The executable. */
  readonly mydocker: string;
  /** Ids of checks, or all. */
  readonly only?: readonly string[];
  /** Ends the run early: the pretend host is closed, and AbortError thrown. */
  readonly signal?: AbortSignal | undefined;
  /** A mydocker that does it right: a failed check tells the plans of both. */
  readonly compare?: string | undefined;
  /** Walls the program off; `mydocker` is then its path within SUBMISSION, or that file itself. */
  readonly seal?: (Seal & Bounds) | undefined;
  /** ms, scaled, for all checks together; those that come too late are not started. */
  readonly limit?: number;
  /** What bundleRunner() makes of the lesson, where that was done before. */
  readonly program?: string;
  /** Hears of everything as it happens. */
  readonly onEvent?: (event: LessonEvent) => void;
}

/** What happens while a lesson's checks run. */
export type LessonEvent =
  | { readonly type: "start"; readonly id: string }
  | { readonly type: "result"; readonly result: Result };

/** How often the checks that are left get a new pretend host after one was spoiled. */
const RENEWALS = 1;

/**
 * Runs the checks in a pretend host, one after the other.
 *
 * @returns a result for every check, in their order
 * @throws MachineProblem when this machine cannot run any
 */
export async function runLesson(run: LessonRun): Promise<Result[]> {
  const lesson = resolve(run.lesson);
  const mydocker = run.seal ? run.mydocker : executable(run.mydocker);
  return runInHosts({ ...run, lesson, mydocker }, run.program ?? (await bundleRunner(lesson)));
}

/**
 * The checks of a lesson, none of which is run. Their files are loaded where they would be run,
 * since they may expect what is only there.
 */
export async function listChecks(lesson: string): Promise<readonly CheckName[]> {
  const directory = resolve(lesson);
  const run = { lesson: directory, mydocker: "" };
  const assignment = { mydocker: "", rehearse: false, list: true };
  const program = await bundleRunner(directory);
  const { checks } = await runInHost(run, assignment, program, new Map(), Number.POSITIVE_INFINITY);
  return checks;
}

async function runInHosts(run: LessonRun, program: string): Promise<Result[]> {
  const results = new Map<string, Result>();
  let order: readonly CheckName[] = [];
  let only = run.only;
  let rehearse = true;
  const deadline = performance.now() + scaled(run.limit ?? Number.POSITIVE_INFINITY);
  for (let host = 0; host <= RENEWALS; host++) {
    const assignment = { mydocker: run.mydocker, only, rehearse, compare: run.compare };
    const { checks, spoiled } = await runInHost(run, assignment, program, results, deadline);
    if (host === 0) order = checks;
    only = order.map(({ id }) => id).filter((id) => !results.has(id));
    if (!spoiled || only.length === 0 || performance.now() > deadline) break;
    rehearse = results.size > 0; // where the rehearsal itself does the harm, a check must show it
  }
  const missing = (check: CheckName): Result => ({ ...check, outcome: "not started", ms: 0 });
  return order.map((check) => results.get(check.id) ?? missing(check));
}

async function runInHost(
  run: LessonRun,
  assignment: Assignment,
  program: string,
  results: Map<string, Result>,
  deadline: number,
) {
  run.signal?.throwIfAborted();
  const host = await openHost({
    command: [...INTERPRETER, JSON.stringify(assignment)],
    stdio: ["pipe", "ignore", "pipe"],
    results: true,
    visible: run.seal || run.mydocker === "" ? [run.lesson] : [run.mydocker, run.lesson],
    env: run.seal ? sealedEnvironment(process.env) : withoutNodeSettings(process.env),
    seal: run.seal,
  });
  const close = () => host.close();
  run.signal?.addEventListener("abort", close);
  host.child.stdin?.on("error", () => {}); // it may end without reading all of it
  host.child.stdin?.end(program);
  const log = collect(host.child.stderr);
  const settle = (result: Result) => {
    results.set(result.id, result);
    run.onEvent?.({ type: "result", result });
  };
  const clock = endAt(deadline, host.close);
  const heard = await hear(host.results, settle, (id) => run.onEvent?.({ type: "start", id }));
  const { code, reached } = await host.ended;
  const late = clock.stop();
  run.signal?.removeEventListener("abort", close);
  run.signal?.throwIfAborted();
  if (!heard.checks) throw notStarted(code, log());
  const { checks, interrupted } = heard;
  if (interrupted) {
    const why = late ? OUT_OF_TIME : whyItStopped(code, log());
    settle({ ...interrupted, ...why, ms: 0 });
  }
  for (const result of checks.flatMap(({ id }) => results.get(id) ?? [])) {
    if (reached.length > 0 && result.outcome === "bug") settle({ ...result, ...usedUp(reached) });
  }
  return { checks, spoiled: heard.spoiled || interrupted !== undefined };
}

/** Does something at a time, unless it is stopped before; then it tells whether it was too late. */
function endAt(deadline: number, end: () => void): { stop(): boolean } {
  let late = false;
  const finish = () => {
    late = true;
    end();
  };
  const left = deadline - performance.now();
  const timer = Number.isFinite(left) ? setTimeout(finish, left) : undefined;
  return {
    stop() {
      clearTimeout(timer);
      return late;
    },
  };
}

/** Follows the runner until it ends. */
async function hear(
  from: Readable | undefined,
  settle: (result: Result) => void,
  starts: (id: string) => void,
) {
  let checks: readonly CheckName[] | undefined;
  let current: string | undefined;
  let spoiled = false;
  for await (const line of createInterface({ input: from ?? Readable.from([]) })) {
    const event = parse(line);
    if (!event) continue;
    if (event.type === "checks") checks = event.checks;
    if (event.type === "spoiled") spoiled = true;
    if (event.type === "start") starts(event.id);
    if (event.type === "result") settle(event.result);
    current = event.type === "start" ? event.id : undefined;
  }
  return { checks, spoiled, interrupted: checks?.find(({ id }) => id === current) };
}

/** Whoever is killed while it writes leaves half a line. */
function parse(line: string): Event | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const OUT_OF_TIME = {
  outcome: "failed",
  diagnosis: "out-of-time",
  expected: both(
    "all checks of the lesson come to their end in time",
    "整课的检查在时限内全部结束",
  ),
  observed: both("time was up in the middle of this one", "时限到达时这一项还没有结束"),
} as const;

/** The checks share the pretend host with the program, and fail when it uses everything up. */
const usedUp = (reached: readonly string[]) =>
  ({
    outcome: "failed",
    diagnosis: "used-up",
    expected: both("enough is left for the checks themselves", "给检查程序本身留出资源"),
    observed: both(`used up: ${reached.join(", ")}`, `已耗尽：${reached.join("、")}`),
  }) as const;

/** The program comes on standard input, so that nothing of it is ever left on the machine. */
const INTERPRETER = [process.execPath, "--enable-source-maps", "--input-type=module", "-"];

function notStarted(code: number, log: string): Error {
  if (code !== NO_ENTRANCE) return new Error(`the checks could not be started:\n${log}`);
  return new MachineProblem(
    both(
      `no pretend host can be made on this machine: ${log}`,
      `无法在这台机器上建立模拟主机：${log}`,
    ),
  );
}

const KILLED = 128; // and more: a signal ended the runner

/** The runner does not end in the middle of a check unless somebody ends it, or it is broken. */
function whyItStopped(
  code: number,
  log: string,
): Pick<Result, "outcome" | "diagnosis" | "observed" | "expected"> {
  if (code <= KILLED) return { outcome: "bug", observed: verbatim(log || `exit code ${code}`) };
  return {
    outcome: "failed",
    diagnosis: "killed-the-host",
    expected: both("only the container's own processes are killed", "只有容器自己的进程被杀死"),
    observed: both(
      "the checks themselves were killed, as everything else on a real machine would have been",
      "检查程序自身被杀死：在真实的机器上，其他进程也会遭殃",
    ),
  };
}

function collect(stream: Readable | null): () => string {
  let text = "";
  stream?.on("data", (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-10_000);
  });
  return () => text.trim();
}

/** Whoever grades may have secrets in the environment. */
const sealedEnvironment = ({ PATH, LANG, MYDOCKER_TIME_SCALE }: NodeJS.ProcessEnv) => ({
  PATH,
  LANG,
  MYDOCKER_TIME_SCALE,
  HOME: "/root",
});

function withoutNodeSettings({ NODE_OPTIONS, NODE_EXTRA_CA_CERTS, ...rest }: NodeJS.ProcessEnv) {
  return rest;
}

function executable(path: string): string {
  const absolute = resolve(path);
  try {
    accessSync(absolute, constants.X_OK);
  } catch {
    throw new MachineProblem(
      both(`there is no program to check at ${absolute}`, `${absolute} 处没有可检查的程序`),
    );
  }
  return absolute;
}
