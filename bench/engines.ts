/** mydocker, podman and docker: programs that take the same words, each with a store of its own. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { until } from "../checks/src/harness/wait.ts";
import type { Bed } from "./bed.ts";
import { archive } from "./images.ts";
import type { Trial } from "./stopwatch.ts";

/** One of them. */
export interface Engine {
  readonly subject: "mydocker" | "podman" | "docker";
  /** The argv of one of its commands. */
  argv(command: string, ...words: readonly string[]): string[];
  /** The words that remove a container at once, whatever it does. */
  readonly discard: readonly [command: string, ...words: string[]];
}

/** What the image of the busybox root is called, in all of them. */
export const IMAGE = "localhost/bench/busybox:1";

const made = new WeakMap<Bed, Promise<readonly Engine[]>>();

/** Those that are installed and work here, mydocker first; all have IMAGE. */
export function engines(bed: Bed): Promise<readonly Engine[]> {
  const there = made.get(bed) ?? make(bed);
  made.set(bed, there);
  return there;
}

async function make(bed: Bed): Promise<readonly Engine[]> {
  const all = [mydocker(bed), podman(bed), await docker(bed)];
  const tar = archive(bed);
  return all.filter((engine) => engine !== undefined && holds(engine, tar)) as Engine[];
}

function holds(engine: Engine, tar: string): boolean {
  const [program = "", ...words] = engine.argv("import", tar, IMAGE);
  const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) leftOut(engine.subject, stderr);
  return status === 0;
}

/** A line for people about a program that cannot take part. */
export const leftOut = (subject: string, why: string): void =>
  console.error(`left out: ${subject}: ${why.trim().split("\n").at(-1)}`);

/** The same words for each of them. */
export const trials = (all: readonly Engine[], command: string, ...words: string[]): Trial[] =>
  all.map((engine) => ({ subject: engine.subject, argv: engine.argv(command, ...words) }));

const mydocker = (bed: Bed): Engine => ({
  subject: "mydocker",
  argv: (command, ...words) => [bed.mydocker, command, ...words],
  discard: ["rm", "-f"],
});

/** Its containers keep the open files of the bench: a lower limit than ours may be refused. */
export function podman(bed: Bed, store = "podman"): Engine | undefined {
  if (!bed.has("podman")) return undefined;
  const place = join(bed.place, store);
  const own = ["--root", join(place, "root"), "--runroot", join(place, "run")];
  const how = ["--cgroup-manager", "cgroupfs", "--events-backend", "file", "--log-level", "error"];
  return {
    subject: "podman",
    argv: (command, ...words) => {
      const limits = ["run", "create"].includes(command) ? ["--ulimit", "host"] : [];
      return ["podman", ...own, ...how, command, ...limits, ...words];
    },
    discard: ["rm", "-f", "-t", "0"],
  };
}

/** With a daemon, and a containerd, of its own. */
async function docker(bed: Bed): Promise<Engine | undefined> {
  if (!bed.has("dockerd")) return undefined;
  const place = join(bed.place, "docker");
  mkdirSync(place);
  const [host, log] = [`unix://${join(place, "socket")}`, join(place, "log")];
  const own = ["--data-root", join(place, "data"), "--exec-root", join(place, "run")];
  const how = ["--pidfile", join(place, "pid"), "--exec-opt", "native.cgroupdriver=cgroupfs"];
  const daemon = bed.serve(["dockerd", "--host", host, ...own, ...how], log);
  const client = clientBeside(bed.run("sh", "-c", "command -v dockerd").trim());
  const answers = () => spawnSync(client, ["--host", host, "version"]).status === 0;
  const up = await until(() => daemon.exitCode !== null || answers(), 30_000);
  if (up && daemon.exitCode === null)
    return {
      subject: "docker",
      argv: (command, ...words) => [client, "--host", host, command, ...words],
      discard: ["rm", "-f"],
    };
  leftOut("docker", readFileSync(log, "utf8"));
  return undefined;
}

/** The client that was installed with the daemon: there may be another one, of another version. */
function clientBeside(daemon: string): string {
  const beside = join(dirname(daemon), "../bin/docker");
  return existsSync(beside) ? beside : "docker";
}
