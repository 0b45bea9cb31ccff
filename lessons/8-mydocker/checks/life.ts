/** Containers in the background, and what mydocker says of them. */
import {
  both,
  type Container,
  type Finished,
  howItEnded,
  type Process,
  processes,
  type Trial,
  until,
} from "../../../checks/src/harness/index.ts";
import { baseLayer, storeWith } from "../../4-overlay/checks/images.ts";

/** The image that all containers are made of. */
export const IMAGE = "nest";

let shared: string | undefined;

/** A store with the image; loaded once, as no check changes it. */
export async function nest(t: Trial): Promise<void> {
  shared ??= await storeWith(t, [{ name: IMAGE, layers: [baseLayer()] }]);
  process.env.MYDOCKER_ROOT = shared;
}

/** A store in which there is no container of another check. */
export async function ownNest(t: Trial): Promise<void> {
  await storeWith(t, [{ name: IMAGE, layers: [baseLayer()] }]);
}

/** Starts a container in the background, with a probe in it; mydocker itself has ended then. */
export async function background(
  t: Trial,
  name: string,
  args: readonly string[] = ["pause"],
  options: readonly string[] = [],
  ready?: (process: Process) => boolean,
): Promise<Container> {
  const words = ["-d", "--name", name, "--network", "none", ...options, IMAGE];
  const box = await t.container(args, { options: words, ...(ready ? { ready } : {}) });
  const started = await box.finish();
  started.expect(started.code === 0, {
    diagnosis: "not-detached",
    expected: both("run -d ends with 0 while the container runs", "run -d 以 0 结束，容器继续运行"),
    observed: howItEnded(started),
  });
  return box;
}

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

/** Ends a container's process, as the machine's root may, and waits until it has gone. */
export async function killed(pid: number): Promise<void> {
  kill(pid);
  await until(() => !processes().some((one) => one.pid === pid && one.state !== "Z"), PATIENCE);
}

const PATIENCE = 5000; // ms

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}

/** Waits until `ps -a` says something of a container. */
export async function untilPs(t: Trial, name: string, says: RegExp): Promise<string | undefined> {
  for (const deadline = performance.now() + PATIENCE; ; ) {
    const { line } = await psLine(t, name, "-a");
    if ((line !== undefined && says.test(line)) || performance.now() > deadline) return line;
  }
}

/** Removes containers, whatever they do. */
export const discard = (t: Trial, ...names: string[]): Promise<Finished> =>
  t.mydocker(["rm", "-f", ...names]);
