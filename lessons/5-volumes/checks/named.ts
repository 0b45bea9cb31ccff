/** 5.8: a volume with a name. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
  both,
  type Container,
  goal,
  howItEnded,
  insideOf,
  type Trial,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { newRoot } from "../../3-pivot_root/checks/newroot.ts";
import { boxWith, options, same } from "./box.ts";
import { newHost, writing } from "./host.ts";

const PLACE = "srv/data";
const VOLUMES = [`data:/${PLACE}`];

goal("5.8", async (t) => {
  process.env.MYDOCKER_ROOT = join(dirname(newHost()), "state"); // which volumes outlive the check
  const root = rootWithData();
  const box = await boxWith(t, VOLUMES, { root });
  const inside = insideOf(box.pid, `/${PLACE}`);
  box.expect(!same(inside, join(root, PLACE)), {
    diagnosis: "no-volume",
    expected: both(`a volume on /${PLACE}`, `/${PLACE} 上有数据卷`),
    observed: both("the image's own directory", "只有镜像自己的目录"),
  });
  expectFilled(box, inside);
  await expectListed(t, ["data"]);
  await expectKept(t, box);
  rmSync(join(inside, "first"));
  writing(inside);
  await box.end();
  await t.probe(["exit", "0"], { options: ["--rm", ...options(VOLUMES, root)] });
  const next = await boxWith(t, VOLUMES, { root });
  expectContent(next, insideOf(next.pid, `/${PLACE}`));
  await next.end();
  const removed = await t.mydocker(["volume", "rm", "data"]);
  removed.expect(removed.code === 0, {
    diagnosis: "not-removed",
    expected: both("a volume that nobody uses can be removed", "没有人使用的数据卷可以删除"),
    observed: howItEnded(removed),
  });
  await expectListed(t, []);
});

function rootWithData(): string {
  const root = newRoot();
  const place = join(root, PLACE);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "first"), "of the image\n");
  chownSync(place, 1717, 1718);
  chmodSync(place, 0o2750);
  return root;
}

function expectFilled(box: Container, inside: string): void {
  box.expect(existsSync(join(inside, "first")), {
    diagnosis: "not-filled",
    expected: both("a new volume has what the image has there", "新数据卷里有镜像在该处的内容"),
    observed: both("it is empty", "它是空的"),
  });
  const { uid, gid, mode } = statSync(inside);
  const found = `${uid}:${gid} ${(mode & 0o7777).toString(8)}`;
  box.expect(found === "1717:1718 2750", {
    diagnosis: "fill-owner",
    expected: both(
      "its owner and mode are those of the image's directory: 1717:1718 2750",
      "其属主和权限与镜像的目录相同：1717:1718 2750",
    ),
    observed: verbatim(found),
  });
}

/** What is used is not removed. */
async function expectKept(t: Trial, box: Container): Promise<void> {
  const refused = await t.mydocker(["volume", "rm", "data"]);
  refused.expect(refused.code !== 0 && existsSync(insideOf(box.pid, `/${PLACE}/first`)), {
    diagnosis: "removed-in-use",
    expected: both(
      "a volume that a container uses is not removed",
      "容器正在使用的数据卷不会被删除",
    ),
    observed: howItEnded(refused),
  });
}

function expectContent(box: Container, inside: string): void {
  box.expect(existsSync(join(inside, "written")), {
    diagnosis: "data-lost",
    expected: both(
      "what the first container wrote is there after two containers and --rm",
      "经过两个容器和 --rm 之后，第一个容器写入的内容仍在",
    ),
    observed: both("it is gone", "它不见了"),
  });
  box.expect(!existsSync(join(inside, "first")), {
    diagnosis: "filled-again",
    expected: both(
      "what the first container deleted stays deleted",
      "第一个容器删除的文件不会再出现",
    ),
    observed: both("the image's file is back", "镜像里的文件又回来了"),
  });
}

async function expectListed(t: Trial, names: readonly string[]): Promise<void> {
  const listed = await t.mydocker(["volume", "ls", "-q"]);
  const found = listed.stdout.toString().split("\n").filter(Boolean);
  listed.expect(listed.code === 0 && found.join() === names.join(), {
    diagnosis: "not-listed",
    expected: verbatim(`[${names}]`),
    observed: listed.code === 0 ? verbatim(`[${found}]`) : howItEnded(listed),
  });
}
