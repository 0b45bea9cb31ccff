/** Runs command lines in turn and takes their time (stopwatch.c does, which is compiled here). */
import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Row } from "./figure.ts";
import { summarise } from "./statistics.ts";

const SOURCE = fileURLToPath(new URL("stopwatch.c", import.meta.url));
const execute = promisify(execFile);

/** A program and how it is called for the task of a figure. */
export interface Trial {
  readonly subject: string;
  readonly argv: readonly string[];
}

/** What was measured of one run. */
export interface Sample {
  readonly milliseconds: number;
  /** Processor time, of the program and the children that it waited for. */
  readonly cpuMilliseconds: number;
  readonly peakKiB: number;
}

/**
 * @param rounds how often each runs
 * @param warming how often each runs before that, without being counted
 * @returns samples, by trial
 * @throws Error when one of them fails: what a failure takes says nothing
 */
export async function time(
  trials: readonly Trial[],
  rounds: number,
  cache: string,
  warming = 1,
): Promise<readonly (readonly Sample[])[]> {
  const words = trials.flatMap(({ argv }, i) => (i === 0 ? argv : [":::", ...argv]));
  const options = { maxBuffer: 64 << 20 };
  const { stdout, stderr } = await execute(
    await compile(cache),
    [`${rounds + warming}`, ...words],
    options,
  );
  const samples: Sample[][] = trials.map(() => []);
  for (const line of stdout.trim().split("\n")) {
    const [which = 0, wall = 0, cpu = 0, peakKiB = 0, code = 0] = line.split(" ").map(Number);
    if (code !== 0) throw new Error(`${trials[which]?.argv.join(" ")}: exit ${code}\n${stderr}`);
    samples[which]?.push({ milliseconds: wall / 1e6, cpuMilliseconds: cpu / 1e6, peakKiB });
  }
  return samples.map((one) => one.slice(warming));
}

/** The rows of a figure that is about time. */
export async function timeRows(
  trials: readonly Trial[],
  rounds: number,
  cache: string,
): Promise<Row[]> {
  const samples = await time(trials, rounds, cache);
  return trials.map(({ subject }, i) => ({
    subject,
    summary: summarise((samples[i] ?? []).map(({ milliseconds }) => milliseconds)),
  }));
}

async function compile(cache: string): Promise<string> {
  const program = join(cache, "stopwatch");
  const made = statSync(program, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (made < statSync(SOURCE).mtimeMs) await execute("cc", ["-O2", "-o", program, SOURCE]);
  return program;
}
