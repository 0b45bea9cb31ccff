/** Runs command lines in turn and takes their time (stopwatch.c does, which is compiled here). */
import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { leftOut } from "./engines.ts";
import type { Row } from "./figure.ts";
import { summarise } from "./statistics.ts";

const execute = promisify(execFile);

/** A program and how it is called for the task of a figure. */
export interface Trial {
  readonly subject: string;
  readonly size?: number;
  readonly argv: readonly string[];
}

/** A trial that has to be made ready each time, which is not timed. */
export interface PreparedTrial extends Omit<Trial, "argv"> {
  /** Returns the argv. */
  prepare(): readonly string[];
}

/** What was measured of one run. */
export interface Sample {
  readonly milliseconds: number;
  /** Processor time, of the program and the children that it waited for. */
  readonly cpuMilliseconds: number;
  readonly peakKiB: number;
  readonly exitCode: number;
}

/**
 * @param rounds how often each runs
 * @param warming how often each runs before that, without being counted
 * @returns samples, by trial; none of a program that failed: what a failure takes says nothing
 * @throws Error when it is mydocker that failed
 */
export async function time(
  trials: readonly Trial[],
  rounds: number,
  cache: string,
  warming = 1,
): Promise<readonly (readonly Sample[])[]> {
  const words = trials.flatMap(({ argv }, i) => (i === 0 ? argv : [":::", ...argv]));
  const { stdout, stderr } = await execute(
    await compiled(cache, "stopwatch"),
    [`${rounds + warming}`, ...words],
    { maxBuffer: 64 << 20 },
  );
  const samples: Sample[][] = trials.map(() => []);
  for (const line of stdout.trim().split("\n")) {
    const [which = 0, wall = 0, cpu = 0, peakKiB = 0, exitCode = 0] = line.split(" ").map(Number);
    const sample = { milliseconds: wall / 1e6, cpuMilliseconds: cpu / 1e6, peakKiB, exitCode };
    samples[which]?.push(sample);
  }
  return samples.map((all, i) => (succeeded(trials[i], all, stderr) ? all.slice(warming) : []));
}

function succeeded(trial: Trial | undefined, samples: readonly Sample[], said: string): boolean {
  const failed = samples.find(({ exitCode }) => exitCode !== 0);
  if (!trial || !failed) return true;
  const why = `exit ${failed.exitCode} of ${trial.argv.join(" ")}`;
  if (trial.subject.startsWith("mydocker")) throw new Error(`${why}\n${said}`);
  leftOut(trial.subject, why);
  return false;
}

/** The rows of a figure that is about time. */
export async function timeRows(
  trials: readonly Trial[],
  rounds: number,
  cache: string,
): Promise<Row[]> {
  const samples = await time(trials, rounds, cache);
  return trials.flatMap((trial, i) => rowOf(trial, samples[i] ?? []));
}

/** The same, of trials that have to be made ready each time. */
export async function timeRowsPrepared(
  trials: readonly PreparedTrial[],
  rounds: number,
  cache: string,
): Promise<Row[]> {
  const samples: Sample[][] = trials.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { prepare, ...trial }] of trials.entries()) {
      const [one = []] = await time([{ ...trial, argv: prepare() }], 1, cache, 0);
      samples[i]?.push(...one);
    }
  }
  return trials.flatMap((trial, i) => rowOf(trial, samples[i] ?? []));
}

function rowOf({ subject, size }: Omit<Trial, "argv">, samples: readonly Sample[]): Row[] {
  if (samples.length === 0) return [];
  const summary = summarise(samples.map(({ milliseconds }) => milliseconds));
  return [{ subject, ...(size === undefined ? {} : { size }), summary }];
}

/** A program of this directory, compiled when its source is newer. */
export async function compiled(cache: string, name: string, ...options: string[]): Promise<string> {
  const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
  const program = join(cache, name);
  const made = statSync(program, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (made < statSync(source).mtimeMs)
    await execute("cc", ["-O2", ...options, "-o", program, source]);
  return program;
}
