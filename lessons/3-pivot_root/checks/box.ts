/** Containers with a root of their own, and why there is none. */
import { type BigIntStats, statSync } from "node:fs";
import {
  both,
  type Container,
  type ContainerOptions,
  Failure,
  insideOf,
  type Trial,
} from "../../../checks/src/harness/index.ts";
import { mounted, newRoot } from "./newroot.ts";

/** mydocker's options for a root. */
export const rootfs = (root: string, more: readonly string[] = []): string[] => [
  ...more,
  `-rootfs=${root}`,
];

/**
 * Starts a container that pauses, and makes sure that it has the root that it was to have, since
 * nothing else is worth a look before, and much would be harmful.
 */
export async function boxIn(
  t: Trial,
  root: string,
  { options = [], ...rest }: ContainerOptions = {},
): Promise<Container> {
  let box: Container;
  try {
    box = await t.container(["pause"], { ...rest, options: rootfs(root, options) });
  } catch (error) {
    throw await explained(error, t, options);
  }
  expectRoot(box, root);
  return box;
}

/** Whether two paths lead to the same file. */
export const same = (a: string, b: string): boolean => {
  const [x, y]: BigIntStats[] = [a, b].map((path) => statSync(path, { bigint: true }));
  return x?.dev === y?.dev && x?.ino === y?.ino;
};

function expectRoot(box: Container, root: string): void {
  const inside = insideOf(box.pid, "/");
  const expected = both(`/ inside is ${root}`, `容器内的 / 是 ${root}`);
  box.expect(!same(inside, "/"), {
    diagnosis: "no-root",
    expected,
    observed: both("/ inside is the machine's own /", "容器内的 / 就是宿主机的 /"),
  });
  box.expect(same(inside, root), {
    diagnosis: "other-root",
    expected,
    observed: both("/ inside is another directory", "容器内的 / 是另一个目录"),
  });
}

/** A container that did not start: the errno alone names no cause, so other roots are tried. */
async function explained(error: unknown, t: Trial, options: readonly string[]): Promise<unknown> {
  if (!(error instanceof Failure) || error.finding.diagnosis !== "did-not-run") return error;
  const said = error.finding.observed.en;
  const diagnosis = await whyNot(said, t, options);
  return diagnosis ? new Failure(error.did, { ...error.finding, diagnosis }) : error;
}

async function whyNot(
  said: string,
  t: Trial,
  options: readonly string[],
): Promise<string | undefined> {
  if ((await t.leftOver(["mount"])).length > 0) return "mounts-propagate";
  const busy = /EBUSY|resource busy/i.test(said);
  if (busy) return /umount/i.test(said) ? "old-root-busy" : "pivot-refused";
  if (!/EINVAL|invalid argument/i.test(said)) return undefined;
  if (options.includes("--userns") && /devpts/.test(said)) return "unmapped-group";
  if (await startsOnMount(t, options)) return "not-bound";
  return /pivot/i.test(said) ? "pivot-refused" : undefined;
}

/** pivot_root(2) wants a mount: where the root is one already, a forgotten bind does not matter. */
function startsOnMount(t: Trial, options: readonly string[]): Promise<boolean> {
  const root = newRoot();
  return mounted(["--bind", "--make-private", root], root, async () => {
    const { code } = await t.probe(["exit", "0"], { options: rootfs(root, options) });
    return code === 0;
  });
}
