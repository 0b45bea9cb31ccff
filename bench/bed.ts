/** What the figures stand on. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { busyboxRoot } from "../checks/src/fixtures/busybox.ts";
import { PROJECT } from "../checks/src/harness/places.ts";
import { CACHE } from "./apart.ts";

/** A place to measure in. */
export interface Bed {
  /** A busybox root file system that nobody writes to. */
  readonly rootfs: string;
  /** A directory that is removed in the end. */
  readonly place: string;
  /** Where compiled things are kept between runs. */
  readonly cache: string;
  readonly mydocker: string;
  /** How often something that takes milliseconds is measured. */
  readonly rounds: number;
  /** How often something that takes seconds is. */
  readonly few: number;
  /** Runs a command to its end and returns what it printed; throws when it fails. */
  run(program: string, ...words: string[]): string;
  /** Whether a program is installed. */
  has(program: string): boolean;
  /** Starts a program that goes on in the background until the bed is left; what it says goes to a file. */
  serve(argv: readonly string[], log: string): ChildProcess;
}

/** Makes a bed in `place`, hands it over, and ends what was started in it. */
export async function inBed<T>(
  place: string,
  quick: boolean,
  action: (bed: Bed) => Promise<T>,
): Promise<T> {
  const served: ChildProcess[] = [];
  process.env.MYDOCKER_ROOT = join(place, "mydocker");
  delete process.env.MYDOCKER_NETWORK; // an image's container is on the bridge, as usual
  const bed: Bed = {
    rootfs: busyboxRoot(),
    place,
    cache: CACHE,
    mydocker: join(PROJECT, "runtime/dist/mydocker"),
    rounds: quick ? 6 : 25,
    few: quick ? 1 : 3,
    run: (program, ...words) =>
      execFileSync(program, words, {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        maxBuffer: 64 << 20,
      }),
    has: (program) => spawnSync("sh", ["-c", 'command -v "$0"', program]).status === 0,
    serve: ([program = "", ...words], log) => {
      const file = openSync(log, "a");
      const child = spawn(program, words, { stdio: ["ignore", file, file] });
      closeSync(file);
      served.push(child);
      return child;
    },
  };
  try {
    return await action(bed);
  } finally {
    await Promise.all(served.map(end));
  }
}

/** With time to take its own things down; what does not end goes with the namespaces. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    setTimeout(resolve, 5000).unref();
    child.kill();
  });
}
