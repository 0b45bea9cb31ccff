/** Containers that run while a test looks at them. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import type { ContainerRecord } from "../src/container/record.ts";
import { markOf } from "../src/host/process.ts";
import type { Store } from "./store.ts";

/** A container in the foreground of a process of the test's. */
export interface Running {
  readonly mydocker: ChildProcess;
  /** Of its first process. */
  readonly pid: number;
  readonly id: string;
  /** Kills it, and waits until mydocker has tidied up. */
  end(): Promise<void>;
}

/** `mydocker run --name NAME WORDS…`; returns when its command runs. */
export async function running(store: Store, name: string, ...words: string[]): Promise<Running> {
  const mydocker = spawn(store.program, ["run", "--name", name, ...words], {
    env: store.env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => mydocker.once("exit", resolve));
  const record = () => recordOf(store, name);
  await until(`container ${name} runs`, () => record()?.process !== undefined);
  const { id = "", process: mark } = record() ?? {};
  const pid = mark?.pid ?? 0;
  return {
    mydocker,
    pid,
    id,
    async end() {
      try {
        if (mydocker.exitCode === null) process.kill(pid, "SIGKILL"); // mydocker reaps it later
      } catch {
        // it has ended by itself
      }
      await ended;
    },
  };
}

/** The record of a container; undefined when there is none. */
export function recordOf(store: Store, name: string): ContainerRecord | undefined {
  const directory = join(store.root, "containers");
  for (const id of namesIn(directory)) {
    try {
      const record = JSON.parse(readFileSync(join(directory, id, "container.json"), "utf8"));
      if (record.name === name) return record;
    } catch {
      // in the making
    }
  }
  return undefined;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Waits for what must become true; the kernel tells, not the clock. */
export async function until(what: string, check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !check(); await setTimeout(5)) {
    if (Date.now() > deadline) throw new Error(`in vain: ${what}`);
  }
}

/** Processes of the machine by their whole command line. */
export const pidsOf = (...words: string[]): number[] =>
  commandLines().flatMap(([pid, line]) => (line.join(" ") === words.join(" ") ? [pid] : []));

/** Processes of the machine whose command line has all of some words. */
export const pidsWith = (...words: string[]): number[] =>
  commandLines().flatMap(([pid, line]) =>
    words.every((word) => line.includes(word)) ? [pid] : [],
  );

const commandLines = () =>
  namesIn("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .flatMap((pid): [number, string[]][] => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0");
        return [[Number(pid), words.slice(0, -1)]];
      } catch {
        return []; // it has just ended
      }
    });

/** One with a user namespace, whose record the test writes: its root is a directory, and no image. */
export async function mapped(store: Store): Promise<{ pid: number; end(): Promise<unknown> }> {
  const maps = ["--uidmap", "0:100000:99", "--gidmap", "0:200000:99"];
  const words = ["run", ...maps, "--rootfs", busyboxRoot(), "sleep", "66.125"];
  const mydocker = spawn(store.program, words, { env: store.env, stdio: "inherit" });
  await until("sleep runs", () => pidsOf("sleep", "66.125").length === 1);
  const [pid = 0] = pidsOf("sleep", "66.125");
  const id = "f".repeat(64);
  mkdirSync(join(store.root, "containers", id), { recursive: true });
  const record = { id, name: "mapped", layers: [], argv: [], created: "", process: markOf(pid) };
  writeFileSync(join(store.root, "containers", id, "container.json"), JSON.stringify(record));
  const ended = new Promise((resolve) => mydocker.once("exit", resolve));
  return {
    pid,
    end() {
      process.kill(pid, "SIGKILL");
      return ended;
    },
  };
}
