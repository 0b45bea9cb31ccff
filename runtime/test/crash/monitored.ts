/**
 * What stays behind of a detached container is killed: its monitor, before each change of its own
 * and of the mydocker that it becomes, and the writer of its log. Whatever the moment, the next
 * command tells the truth, the container can be started again, and nothing is left of it.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readLedger } from "./ledger.ts";
import { clean, mydocker } from "./scenes.ts";
import { settled } from "./settled.ts";

const { MYDOCKER = "", MYDOCKER_ROOT = "" } = process.env;
const KILLER = join(MYDOCKER_ROOT, "../killer");
const COUNT = join(MYDOCKER_ROOT, "../count");
const PATIENCE = 10_000; // ms

/** Who is killed, and what it belongs to. */
export interface Victim {
  readonly name: string;
  /** Of the process, as killer.c has it. */
  readonly process: "monitor" | "log";
  /** Options of the container's. */
  readonly options: readonly string[];
  /** The container is there afterwards. */
  readonly stays: boolean;
}

const NO_NETWORK = ["--network", "none"];

/** All of them. */
export const victims: readonly Victim[] = [
  { name: "monitor", process: "monitor", options: NO_NETWORK, stays: true },
  {
    name: "monitor of --rm, with a volume, a limit and a published port",
    process: "monitor",
    options: ["--rm", "-v", "/data", "-m", "64m", "-p", "127.0.0.1:18080:80"],
    stays: false,
  },
  {
    name: "monitor with a policy",
    process: "monitor",
    options: [...NO_NETWORK, "--restart", "on-failure:1"],
    stays: true,
  },
  { name: "writer of the log", process: "log", options: NO_NETWORK, stays: true },
];

/** Builds the program that kills. */
export function buildKiller(): void {
  const source = fileURLToPath(new URL("killer.c", import.meta.url));
  execFileSync("cc", ["-O1", "-Wall", "-Wextra", "-Werror", "-o", KILLER, source]);
}

/** How many changes the victim makes when nobody disturbs it. */
export function countOwnChanges(victim: Victim): number {
  start(victim, 0);
  const count = Number(readFileSync(COUNT, "utf8"));
  stateInTheEnd();
  clean();
  return count;
}

/** What is wrong after a victim was killed before one of its changes. */
export function killVictim(victim: Victim, when: number): string[] {
  const before = readLedger();
  const started = start(victim, when);
  const problems = truthOf(victim, started);
  if (started.id !== "" && victim.stays) problems.push(...startedAgain(started));
  stateInTheEnd();
  try {
    clean();
  } catch (error) {
    problems.push(`rm -f: ${(error as Error).message}`);
  }
  return [...problems, ...settled(before, PATIENCE).map((one) => `after rm: ${one}`)];
}

interface Started {
  readonly id: string;
  readonly code: number | null;
}

function start({ process: victim, options }: Victim, when: number): Started {
  const words = ["run", "-d", ...options, "busybox", "sh", "-c", "echo out; exit 3"];
  const { status, stdout } = spawnSync(KILLER, [victim, `${when}`, COUNT, MYDOCKER, ...words], {
    encoding: "utf8",
    timeout: 60_000,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return { id: stdout.trim(), code: status };
}

/** An id that was told is that of a container that has run, and what was not told is not there. */
function truthOf({ stays }: Victim, { id, code }: Started): string[] {
  const problems = (code === 0) === (id !== "") ? [] : [`run ends with ${code}, and tells ${id}`];
  const state = stateInTheEnd();
  const expected = id !== "" && stays ? ["exited", "dead"] : [""];
  if (!expected.includes(state)) problems.push(`run told ${id || "nothing"}, and ps says ${state}`);
  return problems;
}

/** Empty when there is none. */
function stateInTheEnd(): string {
  for (const deadline = performance.now() + PATIENCE; ; ) {
    const state = mydocker("ps", "-a", "--format", "{{.State}}").trim();
    const passing = /running|restarting/.test(state);
    if (!passing || performance.now() > deadline) return state;
  }
}

function startedAgain({ id }: Started): string[] {
  const [logs, again] = [["logs"], ["start", "-a"]].map((words) =>
    spawnSync(MYDOCKER, [...words, id], { encoding: "utf8", timeout: 60_000 }),
  );
  const problems: string[] = [];
  if (logs?.status !== 0 || !/^(out\n)*$/.test(logs.stdout)) {
    problems.push(`logs: ${logs?.status} ${JSON.stringify(logs?.stdout)} ${logs?.stderr}`);
  }
  if (again?.status !== 3 || !again.stdout.startsWith("out\n")) {
    problems.push(`start -a: ${again?.status} ${JSON.stringify(again?.stdout)} ${again?.stderr}`);
  }
  return problems;
}
