/**
 * What `npm run vm v1|v2` runs: the contract of the runtime's cgroups with this machine's version of
 * them, and the checks of all lessons there are, on the reference. Compiled outside (compile.ts).
 * The last line is always `N passed, N failed`; the exit code is 1 if any is red.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { inParallel } from "../../src/course/parallel.ts";
import { print } from "../../src/course/say.ts";
import { runLesson } from "../../src/harness/lesson.ts";
import type { LessonTexts } from "../../src/harness/lessontexts.ts";
import { report, styleFor } from "../../src/harness/report.ts";

/** A lesson, ready to be run. */
export interface Packed {
  /** Its folder, absolute. */
  readonly lesson: string;
  readonly texts: LessonTexts;
  /** The file of what bundleRunner() made of it. */
  readonly program: string;
}

/** What there is to run. */
export interface Everything {
  /** The executable to be checked. */
  readonly mydocker: string;
  /** Compiled uvu files. */
  readonly suites: readonly string[];
  readonly lessons: readonly Packed[];
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Runs all of it, two things at a time, prints each when it is done, and returns the exit code. */
export async function checkAll({ mydocker, suites, lessons }: Everything): Promise<number> {
  const things = [
    ...suites.map((file) => () => runSuite(file)),
    ...lessons.map((lesson) => () => checkLesson(lesson, mydocker)),
  ];
  const counts = await inParallel(things, (thing) => thing());
  const sum = (key: keyof Counts) => counts.reduce((total, one) => total + one[key], 0);
  print("", `${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0 ? 0 : 1;
}

async function checkLesson({ lesson, texts, program }: Packed, mydocker: string): Promise<Counts> {
  const start = performance.now();
  const results = await runLesson({ lesson, mydocker, program: readFileSync(program, "utf8") });
  const style = styleFor(process.stdout);
  const passed = results.filter(({ outcome }) => outcome === "passed").length;
  const counts = { passed, failed: results.length - passed };
  print(
    headline(basename(lesson), counts, start),
    ...results.flatMap((result) => report(result, texts, lesson, style)),
  );
  return counts;
}

/** uvu ends with `Total: 9`, `Passed: 8`, `Skipped: 0`; a file that crashes does not get there. */
async function runSuite(file: string): Promise<Counts> {
  const start = performance.now();
  const { ok, output } = await run(file);
  const number = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(output)?.[1] ?? 0);
  const passed = number("Passed");
  const failed = Math.max(number("Total") - passed - number("Skipped"), ok ? 0 : 1);
  print(headline(basename(file), { passed, failed }, start), ...(failed > 0 ? [output] : []));
  return { passed, failed };
}

function run(file: string): Promise<{ ok: boolean; output: string }> {
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output: output.trimEnd() }));
  });
}

function headline(name: string, { passed, failed }: Counts, start: number): string {
  const seconds = Math.round((performance.now() - start) / 1000);
  return `── ${name}: ${passed} passed, ${failed} failed, ${seconds} s`;
}
