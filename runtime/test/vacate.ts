/** Removes a state root when nobody is left who writes there. */
import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";

const PATIENCE = 20_000; // ms for a monitor and the mydocker that it becomes
const PAUSE = 10; // ms
const PAUSED = new Int32Array(new SharedArrayBuffer(4));

/**
 * Removes a directory with the state root in it, once monitors, and what they and the commands of
 * the test have begun, have ended. Who has not ended by then is killed.
 *
 * @param root MYDOCKER_ROOT
 */
export function vacate(root: string, directory = root): void {
  for (const patience of [PATIENCE, 0]) {
    const left = awaitNobody(root, patience);
    for (const pid of left) killIfThere(pid);
  }
  awaitNobody(root, PATIENCE);
  rmSync(directory, { recursive: true, force: true });
}

/** @returns who is still there after so many milliseconds */
function awaitNobody(root: string, ms: number): number[] {
  for (const deadline = performance.now() + ms; ; Atomics.wait(PAUSED, 0, 0, PAUSE)) {
    const left = usersOf(root);
    if (left.length === 0 || performance.now() >= deadline) return left;
  }
}

/** Processes that were told of a state root, or have something open in it. */
export function usersOf(root: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => isTold(pid, root) || holds(pid, root));
}

function isTold(pid: number, root: string): boolean {
  const words = ["environ", "cmdline"].flatMap((name) => read(pid, name).split("\0"));
  return words.includes(`MYDOCKER_ROOT=${root}`);
}

function holds(pid: number, root: string): boolean {
  const links = [`/proc/${pid}/cwd`, ...descriptors(pid)];
  return links.some((link) => {
    const to = target(link);
    return to === root || to.startsWith(`${root}/`);
  });
}

const read = (pid: number, name: string): string =>
  ifThere(() => readFileSync(`/proc/${pid}/${name}`, "latin1"), "");

const descriptors = (pid: number): string[] =>
  ifThere(() => readdirSync(`/proc/${pid}/fd`), []).map((fd) => `/proc/${pid}/fd/${fd}`);

const target = (link: string): string => ifThere(() => readlinkSync(link), "");

const killIfThere = (pid: number) => ifThere(() => process.kill(pid, "SIGKILL"), true);

/** A process may end while we look. */
function ifThere<Value>(look: () => Value, otherwise: Value): Value {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
