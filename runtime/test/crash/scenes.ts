/** Commands that change something, each with what must be there before it. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { networkScenes } from "./networkscenes.ts";

const { MYDOCKER = "", BUSYBOX = "", MYDOCKER_ROOT = "" } = process.env;

/** A command that will be killed. */
export interface Scene {
  readonly name: string;
  /** Makes what the command needs, and returns its command line. */
  prepare(): readonly string[];
  /** What is wrong after the next command, where that is not known from the machine as it was. */
  problems?(): string[];
}

/** Runs mydocker to its end. */
export function mydocker(...words: readonly string[]): string {
  return execFileSync(MYDOCKER, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Takes away all that any scene makes. */
export function clean(): void {
  const ids = mydocker("ps", "-aq").split("\n").filter(Boolean);
  if (ids.length > 0) mydocker("rm", "-f", ...ids);
  const images = mydocker("images", "-q")
    .split("\n")
    .filter((id) => id !== "" && id !== busybox);
  if (images.length > 0) spawnSync(MYDOCKER, ["rmi", "-f", ...new Set(images)]);
  mydocker("image", "prune", "-f");
  if (existsSync(join(MYDOCKER_ROOT, "networks/made"))) mydocker("network", "prune", "-f");
}

let busybox = "";

/** Makes the image that all scenes use, and the archive that is loaded. */
export function furnish(): void {
  const archive = join(MYDOCKER_ROOT, "../busybox.tar");
  execFileSync("tar", ["-C", BUSYBOX, "-cf", archive, "."]);
  mydocker("import", archive, "busybox");
  [busybox = ""] = mydocker("images", "-q").split("\n");
  mydocker("run", "--name", "first", "--network", "none", "busybox", "sh", "-c", "echo x > /new");
  mydocker("commit", "first", "saved");
  mydocker("save", "-o", SAVED, "saved");
  clean();
}

const SAVED = join(MYDOCKER_ROOT, "../saved.tar");

const RUN = ["run", "--network", "none"];

/** All of them. */
export const scenes: readonly Scene[] = [
  {
    name: "run",
    prepare: () => [MYDOCKER, ...RUN, "-v", "kept:/kept", "-m", "64m", "busybox", "true"],
  },
  {
    name: "run with the default network and a published port",
    prepare: () => [MYDOCKER, "run", "--rm", "-p", "127.0.0.1:18080:80", "busybox", "true"],
  },
  { name: "run -d", prepare: () => [MYDOCKER, ...RUN, "-d", "busybox", "sleep", "1000"] },
  { name: "create", prepare: () => [MYDOCKER, "create", "--network", "none", "busybox", "true"] },
  {
    name: "start",
    prepare: () => {
      const id = mydocker("create", "--network", "none", "busybox", "sleep", "1000").trim();
      return [MYDOCKER, "start", id];
    },
  },
  { name: "stop", prepare: () => [MYDOCKER, "stop", "-t", "0", background()] },
  { name: "kill", prepare: () => [MYDOCKER, "kill", background()] },
  { name: "pause", prepare: () => [MYDOCKER, "pause", background()] },
  { name: "exec", prepare: () => [MYDOCKER, "exec", background(), "true"] },
  { name: "rm -f", prepare: () => [MYDOCKER, "rm", "-f", background()] },
  {
    name: "rm",
    prepare: () => {
      mydocker(...RUN, "--name", "gone", "busybox", "sh", "-c", "echo x > /new");
      return [MYDOCKER, "rm", "gone"];
    },
  },
  {
    name: "commit",
    prepare: () => {
      mydocker(...RUN, "--name", "changed", "busybox", "sh", "-c", "echo x > /new; rm -r /home");
      return [MYDOCKER, "commit", "changed", "made"];
    },
  },
  { name: "load", prepare: () => [MYDOCKER, "load", "-q", "-i", SAVED] },
  ...networkScenes,
];

const background = (): string => mydocker(...RUN, "-d", "busybox", "sleep", "1000").trim();
