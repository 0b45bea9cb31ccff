/** Containers in the background, and what mydocker says of them. */
import { randomBytes } from "node:crypto";
import {
  both,
  type Container,
  type Finished,
  howItEnded,
  look,
  MOMENT,
  type Process,
  scaled,
  type Trial,
  until,
} from "../../../checks/src/harness/index.ts";
import { baseLayer, storeWith } from "../../4-overlay/checks/images.ts";

/** The image that all containers are made of. */
const IMAGE = "nest";

const PATIENCE = 5 * MOMENT;

let shared: string | undefined;

/**
 * A store with the image; loaded once, as no check changes it. Its containers need not be removed:
 * each has a name of its own, and all goes with the pretend host.
 */
export async function nest(t: Trial): Promise<void> {
  shared ??= await storeWith(t, [{ name: IMAGE, layers: [baseLayer()] }]);
  process.env.MYDOCKER_ROOT = shared;
}

/** What stands before a container's command. */
const options = (name: string, more: readonly string[] = []) => [
  "-d",
  "--name",
  name,
  "--network",
  "none",
  ...more,
  IMAGE,
];

/** What a container is to be. */
export interface Wanted {
  /** The probe's arguments. */
  readonly args?: readonly string[];
  /** mydocker's options. */
  readonly options?: readonly string[];
  readonly ready?: (process: Process) => boolean;
}

/** Does something while a container runs in the background, and ends the container. */
export async function withContainer(
  t: Trial,
  name: string,
  action: (box: Container) => void | Promise<void>,
  { args = ["pause"], options: more, ready }: Wanted = {},
): Promise<void> {
  const words = { options: options(name, more), ...(ready ? { ready } : {}) };
  const box = await t.container(args, words);
  const parent = box.process.parent;
  try {
    expectDetached(await box.finish());
    await action(box);
  } finally {
    kill(box.pid);
    await over(box.pid);
    if (parent > 1) await over(parent); // whoever looks after it has something to do then
  }
}

/** Runs a script in the background; mydocker itself has ended then. */
export async function script(t: Trial, name: string, text: string): Promise<Finished> {
  const ended = await t.mydocker(["run", ...options(name), "sh", "-c", text]);
  expectDetached(ended);
  return ended;
}

function expectDetached(ended: Finished): void {
  ended.expect(ended.code === 0, {
    diagnosis: "not-detached",
    expected: both("run -d ends with 0 while the container runs", "run -d 以 0 结束，容器继续运行"),
    observed: howItEnded(ended),
  });
}

/** The last argument of a probe, which nobody else has. */
export const newToken = () => `token-${randomBytes(6).toString("hex")}`;

/** The line of a container in what `mydocker ps WORDS` prints; undefined when it has none. */
export async function psLine(
  t: Trial,
  name: string,
  ...words: string[]
): Promise<{ ended: Finished; line: string | undefined }> {
  const ended = await t.mydocker(["ps", ...words]);
  ended.expect(ended.code === 0, {
    diagnosis: "no-list",
    expected: both("mydocker ps lists containers", "mydocker ps 列出容器"),
    observed: howItEnded(ended),
  });
  const lines = ended.stdout.toString().split("\n");
  const line = lines.find((one) => one.trimEnd().split(/\s+/).includes(name));
  return { ended, line };
}

/** Whether a line of `ps` says that the container runs. */
export const saysUp = (line: string | undefined): boolean => /\bUp\b|running/i.test(line ?? "");

/** What `ps -a` says of a container when it does not say any more that it runs. */
export async function lineOfEnded(t: Trial, name: string): Promise<string | undefined> {
  const deadline = performance.now() + scaled(3 * MOMENT);
  for (;;) {
    const { line } = await psLine(t, name, "-a");
    if (!saysUp(line) || performance.now() > deadline) return line;
  }
}

/** Whether a process has ended, be it that nobody has asked yet how. */
export const isOver = (pid: number): boolean => (look(pid)?.state ?? "Z") === "Z";

/** Waits for that. */
export const over = (pid: number): Promise<true | undefined> => until(() => isOver(pid), PATIENCE);

/** Ends a process, as the machine's root may. */
export function kill(pid: number, signal: NodeJS.Signals = "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended by itself
  }
}
