/** 3.11 and 3.12: the image is as it was, so the same root serves again, and whoever used it before. */
import { lstatSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { both, type Expect, guard, howItEnded } from "../../../checks/src/harness/index.ts";
import { boxIn, rootfs } from "./box.ts";
import { newRoot } from "./newroot.ts";

/** Everything in a directory: what it is, whose, and when it was written. */
function snapshot(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .sort()
    .map((path) => {
      const { ino, mode, uid, gid, size, mtimeNs } = lstatSync(join(directory, path), {
        bigint: true,
      });
      return `${path} ${[ino, mode, uid, gid, size, mtimeNs].join(" ")}`;
    });
}

function expectSame(expect: Expect, root: string, before: readonly string[]): void {
  const after = snapshot(root);
  const names = (lines: readonly string[]) => lines.map((line) => line.split(" ")[0]);
  const added = after.filter((line) => !names(before).includes(line.split(" ")[0]));
  const others = [...after, ...before].filter(
    (line) => !(after.includes(line) && before.includes(line)),
  );
  const changed = [...new Set(names(added.length > 0 ? added : others))].join(", ");
  expect(changed === "", {
    diagnosis: added.length > 0 ? "left-in-image" : "image-changed",
    expected: both(`everything in ${root} as it was`, `${root} 中的一切保持原样`),
    observed: both(`new or changed: ${changed}`, `新增或改动：${changed}`),
  });
}

guard("3.11", async (t) => {
  const root = newRoot();
  const before = snapshot(root);
  const box = await boxIn(t, root);
  expectSame(box.expect, root, before);
  const [second] = await Promise.all([boxIn(t, root), boxIn(t, root)]); // while the first one runs
  await box.end();
  expectSame(second.expect, root, before);
});

guard("3.12", async (t) => {
  const root = newRoot();
  const left = join(root, ".pivot_root"); // where the programs of the articles put the old root
  mkdirSync(left);
  writeFileSync(join(left, "kept"), "");
  const before = snapshot(root);
  const ended = await t.probe(["exit", "0"], { options: rootfs(root) });
  ended.expect(ended.code === 0, {
    diagnosis: "left-over-in-the-way",
    expected: both("a left-over .pivot_root does not matter", "残留的 .pivot_root 不影响运行"),
    observed: howItEnded(ended),
  });
  await boxIn(t, root);
  expectSame(ended.expect, root, before);
});
