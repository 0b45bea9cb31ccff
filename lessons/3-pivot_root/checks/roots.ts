/** 3.13: whatever the root is, and however it is called. */
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import {
  both,
  type Container,
  Failure,
  guard,
  howItEnded,
  insideOf,
  type Trial,
} from "../../../checks/src/harness/index.ts";
import { rootfs, same } from "./box.ts";
import { fillRoot, mounted, newRoot } from "./newroot.ts";

/** A kind of root, by the end of its diagnosis: runs `use` with the word that names such a root. */
type Kind = (use: (word: string) => Promise<void>) => Promise<void>;

const KINDS: Readonly<Record<string, Kind>> = {
  shared: (use) => {
    const root = newRoot();
    return mounted(["--bind", "--make-shared", root], root, use);
  },
  "read-only": (use) => {
    const root = newRoot();
    return mounted(["--bind", "-o", "ro", root], root, use);
  },
  tmpfs: (use) =>
    mounted(["-t", "tmpfs", "-o", "nosuid,nodev", "root"], newRoot(), (root) =>
      use(fillRoot(root)),
    ),
  overlay: (use) => {
    const lower = newRoot();
    const top = newRoot();
    const [upper, work, root] = ["upper", "work", "root"].map((name) =>
      join(dirname(top), `o-${name}`),
    );
    for (const path of [upper, work]) mkdirSync(path ?? "");
    const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
    return mounted(["-t", "overlay", "-o", options, "overlay"], root ?? "", use);
  },
  linked: (use) => {
    const root = newRoot();
    const link = join(dirname(root), "link");
    symlinkSync(dirname(root), link);
    return use(join(link, "root"));
  },
  relative: (use) => use(relative(process.cwd(), newRoot())),
  spaces: (use) => use(newRoot("a root")),
};

guard("3.13", async (t) => {
  const runs = Object.entries(KINDS).map(([kind, make]) =>
    make((word) => expectRuns(t, kind, word)),
  );
  for (const run of await Promise.allSettled(runs)) {
    if (run.status === "rejected") throw run.reason; // when all have taken their mounts away
  }
  const machine = await t.probe(["exit", "7"], { options: ["--rootfs", "/"] });
  machine.expect(machine.code === 7, {
    diagnosis: "root-machine",
    expected: both(
      "--rootfs / runs on the machine's own root",
      "--rootfs / 直接使用宿主机自己的根",
    ),
    observed: howItEnded(machine),
  });
});

async function expectRuns(t: Trial, kind: string, word: string): Promise<void> {
  const box = await startOn(t, kind, word);
  box.expect(same(insideOf(box.pid, "/"), word), {
    diagnosis: same(insideOf(box.pid, "/"), "/") ? "no-root" : "other-root",
    expected: both(`/ inside is ${word}`, `容器内的 / 是 ${word}`),
    observed: both("/ inside is another directory", "容器内的 / 是另一个目录"),
  });
  await box.end();
}

async function startOn(t: Trial, kind: string, word: string): Promise<Container> {
  try {
    return await t.container(["pause"], { options: rootfs(word) });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.did, { ...error.finding, diagnosis: `root-${kind}` });
  }
}
