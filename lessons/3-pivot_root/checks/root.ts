/** 3.1 to 3.4: the new root, the old one, and the machine's mounts. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  beside,
  both,
  describe,
  expectRan,
  type Finished,
  goal,
  guard,
  howItEnded,
  type Mount,
  mountsOf,
  PROC,
  parseMounts,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { boxIn, rootfs, same } from "./box.ts";
import { newRoot } from "./newroot.ts";
import { isStranger } from "./strangers.ts";

goal("3.1", async (t) => {
  const root = newRoot();
  const box = await boxIn(t, root);
  box.expect(same(join(PROC, `${box.pid}`, "cwd/"), root), {
    diagnosis: "working-directory-outside",
    expected: both("the command starts in /", "命令从 / 开始执行"),
    observed: both("its working directory is not /", "它的工作目录不是 /"),
  });
  const [pwd, ls] = await Promise.all([
    t.mydocker(["run", ...rootfs(root), "/bin/pwd"]),
    t.mydocker(["run", ...rootfs(root), "/bin/ls", "/"]),
  ]);
  expectOutput(pwd, ["/"]);
  expectOutput(ls, readdirSync(root).sort());
});

function expectOutput(ended: Finished, words: readonly string[]): void {
  const printed = ended.stdout.toString().split(/\s+/).filter(Boolean);
  ended.expect(printed.sort().join() === words.join(), {
    diagnosis: "other-files",
    expected: verbatim(words.join("  ")),
    observed: ended.code === 0 ? verbatim(printed.join("  ")) : howItEnded(ended),
  });
}

goal("3.2", async (t) => {
  const root = newRoot();
  const box = await boxIn(t, root);
  const expected = both(
    `only the container's own file systems in /proc/${box.pid}/mountinfo`,
    `/proc/${box.pid}/mountinfo 中只有容器自己的文件系统`,
  );
  const strangers = mountsOf(box.pid).filter(isStranger(box.pid, root));
  box.expect(strangers.length === 0, {
    diagnosis: strangers.some(isMachineRoot) ? "old-root-attached" : "machine-mounts",
    expected,
    observed: named(strangers),
  });
  const { stdout } = await beside("mounts", PROC, `${box.pid}`);
  const behind = parseMounts(stdout).filter(isStranger(box.pid, root));
  box.expect(behind.length === 0, {
    diagnosis: "only-chroot",
    expected: both(
      "in its mount namespace only the container's own file systems",
      "容器的挂载命名空间里只有它自己的文件系统",
    ),
    observed: named(behind),
  });
});

const isMachineRoot = ({ device }: Mount) =>
  mountsOf("self").some((mount) => mount.point === "/" && mount.device === device);

const MOST = 3; // named; the others are counted

function named(mounts: readonly Mount[]) {
  const names = mounts
    .slice(0, MOST)
    .map(({ type, source, point }) => `${type} ${source} on ${point}`);
  const more = mounts.length - names.length;
  const list = names.join("; ");
  if (more <= 0) return both(`of the machine's: ${list}`, `宿主机的挂载：${list}`);
  return both(
    `of the machine's: ${list}; and ${more} more`,
    `宿主机的挂载：${list}；另有 ${more} 项`,
  );
}

/** Which way out means which mistake; the first that fits is the cause of the others. */
const ESCAPES: readonly (readonly [way: string, diagnosis: string])[] = [
  ["proc", "machine-proc"],
  ["mount", "old-root-attached"],
  ["parent-of-root", "old-root-stacked"],
  ["namespace", "chroot-left"],
  ["chroot", "chroot-left"],
  ["working-directory", "working-directory-outside"],
  ["descriptor", "descriptor-kept"],
];

/** A file on the machine's root file system, which every machine has (hier(7)). */
const FILE = "/etc/passwd";

goal("3.3", async (t) => {
  const root = newRoot();
  await boxIn(t, root);
  const { dev, ino } = statSync(FILE);
  const words = ["reach", FILE.slice(1), `${dev}`, `${ino}`];
  const tried = await t.probe(words, { options: rootfs(root), holding: "/" });
  expectRan(tried);
  const ways = tried.stdout.toString().split("\n").filter(Boolean);
  const [, diagnosis = "chroot-left"] = ESCAPES.find(([way]) => ways.includes(way)) ?? [];
  tried.expect(ways.length === 0, {
    diagnosis,
    expected: both(
      `no way from inside to the machine's ${FILE}`,
      `容器内没有任何途径到达宿主机的 ${FILE}`,
    ),
    observed: both(
      `it was opened by way of: ${ways.join(", ")}`,
      `可以打开它，途径：${ways.join("、")}`,
    ),
  });
});

guard("3.4", async (t) => {
  const box = await boxIn(t, newRoot());
  for (const finish of [async () => {}, () => box.end()]) {
    await finish();
    const left = await t.leftOver(["mount"]);
    box.expect(left.length === 0, {
      diagnosis: "mounts-propagate",
      expected: both("the machine's mounts as they were", "宿主机的挂载保持原样"),
      observed: describe(left),
    });
  }
});
