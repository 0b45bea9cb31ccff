/** Containers with volumes, and why one is not there. */
import { type BigIntStats, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  type Container,
  Failure,
  insideOf,
  type Trial,
} from "../../../checks/src/harness/index.ts";
import { newRoot } from "../../3-pivot_root/checks/newroot.ts";

/** Diagnoses for a container that did not start, by what mydocker said of it. */
export type Causes = readonly (readonly [said: RegExp, diagnosis: string])[];

/** A call that was refused. */
export const REFUSED = {
  ENOENT: /ENOENT|no such file/i,
  /** A file on a directory, or a directory on a file. */
  MISFIT: /ENOTDIR|not a directory|EINVAL|invalid argument/i,
  EINVAL: /EINVAL|invalid argument/i,
  ANY: /./,
} as const;

/** Starts a container that pauses, with these words after `-v`. */
export async function boxWith(
  t: Trial,
  volumes: readonly string[],
  { root = newRoot(), causes = [] }: { root?: string; causes?: Causes } = {},
): Promise<Container> {
  try {
    return await t.container(["pause"], { options: options(volumes, root) });
  } catch (error) {
    throw explained(error, causes);
  }
}

/** mydocker's options for volumes and a root. */
export const options = (volumes: readonly string[], root: string): string[] => [
  ...volumes.flatMap((volume) => ["-v", volume]),
  `-rootfs=${root}`,
];

/** The same failure by the name of its cause, where what was said tells. */
export function explained(error: unknown, causes: Causes): unknown {
  if (!(error instanceof Failure) || error.finding.diagnosis !== "did-not-run") return error;
  const said = error.finding.observed.en;
  const diagnosis = causes.find(([pattern]) => pattern.test(said))?.[1];
  return diagnosis ? new Failure(error.did, { ...error.finding, diagnosis }) : error;
}

/** Whether two paths lead to the same file; not if one of them leads nowhere. */
export function same(a: string, b: string): boolean {
  const [x, y] = [a, b].map((path): BigIntStats | undefined =>
    statSync(path, { bigint: true, throwIfNoEntry: false }),
  );
  return x !== undefined && x.dev === y?.dev && x.ino === y.ino;
}

/** Fails unless what is at the target inside is the very file or directory of the machine. */
export function expectVolume(
  box: Container,
  target: string,
  host: string,
  otherwise = "no-volume",
): void {
  const inside = insideOf(box.pid, target);
  const copied = existsSync(join(inside, "mark")) && existsSync(join(host, "mark"));
  box.expect(same(inside, host), {
    diagnosis: copied ? "copied" : otherwise,
    expected: both(
      `${target} inside is ${host} of the machine`,
      `容器内的 ${target} 就是宿主机的 ${host}`,
    ),
    observed: copied
      ? both("another directory with the same files", "是另一个目录，只是里面有同样的文件")
      : existsSync(inside)
        ? both(`${target} is the image's own`, `${target} 是镜像自己的`)
        : both(`there is no ${target}`, `没有 ${target}`),
  });
}
