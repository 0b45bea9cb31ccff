/** Builds the probe (checks/probe), so that any implementation can be checked without building ours. */
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { MachineProblem } from "./machine.ts";
import { PROJECT } from "./places.ts";
import { both } from "./text.ts";

const SOURCES = readdirSync(join(PROJECT, "checks/probe")).map((name) =>
  join(PROJECT, "checks/probe", name),
);
const OUTPUT = join(PROJECT, ".cache/probe");
const FLAGS = ["-std=gnu11", "-Os", "-Wall", "-Wextra", "-Werror", "-static", "-s"];

const mtime = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

let made: Promise<string> | undefined;

/**
 * The probe's path, compiled now if its sources are newer.
 *
 * @throws MachineProblem without a C compiler
 */
export function probe(): Promise<string> {
  made ??= mtime(OUTPUT) > Math.max(...SOURCES.map(mtime)) ? Promise.resolve(OUTPUT) : compile();
  return made;
}

async function compile(): Promise<string> {
  mkdirSync(join(PROJECT, ".cache"), { recursive: true });
  const fresh = `${OUTPUT}.${process.pid}`; // renamed when whole: another run may be executing it
  const sources = SOURCES.filter((path) => path.endsWith(".c"));
  try {
    await promisify(execFile)(process.env.CC ?? "cc", [...FLAGS, "-o", fresh, ...sources]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new MachineProblem(
      both(
        "there is no C compiler here: ./setup installs one",
        "这台机器上没有 C 编译器：运行 ./setup 即可安装",
      ),
    );
  }
  renameSync(fresh, OUTPUT);
  return OUTPUT;
}
