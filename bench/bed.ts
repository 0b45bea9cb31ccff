/**
 * Where everything is measured: a place of its own for the state of each program, in namespaces of
 * its own, so that nothing of it is left on the machine.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { busyboxRoot } from "../checks/src/fixtures/busybox.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What the figures stand on. */
export interface Bed {
  /** A busybox root file system that nobody writes to. */
  readonly rootfs: string;
  /** An empty directory, removed in the end. */
  readonly place: string;
  /** Where compiled things are kept between runs. */
  readonly cache: string;
  readonly mydocker: string;
  /** How often something that takes milliseconds is measured. */
  readonly rounds: number;
  /** Runs a command to its end and returns what it printed; throws when it fails. */
  run(program: string, ...words: string[]): string;
  /** Whether a program is installed. */
  has(program: string): boolean;
  /** Starts a program that goes on in the background until the bed is left. */
  serve(argv: readonly string[]): void;
}

/** Makes a bed, hands it over, and takes everything away again. */
export async function inBed<T>(rounds: number, action: (bed: Bed) => Promise<T>): Promise<T> {
  const cache = join(ROOT, ".cache/bench");
  mkdirSync(cache, { recursive: true });
  const place = mkdtempSync(join(cache, "bed-"));
  execFileSync("mount", ["--bind", place, place]); // what is mounted beneath goes with it
  const served: { kill(): boolean }[] = [];
  process.env.MYDOCKER_ROOT = join(place, "mydocker");
  process.env.MYDOCKER_NETWORK = "none"; // nothing of this machine's own network is touched
  const bed: Bed = {
    rootfs: busyboxRoot(),
    place,
    cache,
    mydocker: join(ROOT, "runtime/dist/mydocker"),
    rounds,
    run: (program, ...words) =>
      execFileSync(program, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
    has: (program) => spawnSync("which", [program]).status === 0,
    serve: ([program = "", ...words]) => {
      served.push(spawn(program, words, { stdio: "ignore" }));
    },
  };
  try {
    return await action(bed);
  } finally {
    for (const one of served) one.kill();
    execFileSync("umount", ["--recursive", "--lazy", place]);
    rmSync(place, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
