/** 3.15: an image may be made by anybody. Its links lead nowhere but into itself. */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { both, guard, type Trial } from "../../../checks/src/harness/index.ts";
import { rootfs } from "./box.ts";
import { newRoot } from "./newroot.ts";

const UP = "../".repeat(16);

/**
 * An image's links, by where they are, to a directory of the machine or a file in it. From the top
 * of a root, `..` leads nowhere, unless another root is stacked upon it.
 */
const IMAGES: readonly Readonly<Record<string, string>>[] = [
  { proc: UP },
  { sys: UP },
  { dev: "/" },
  { etc: "/" },
  { "etc/hosts": "/hosts", "etc/resolv.conf": `${UP}hosts`, "etc/hostname": "/hosts" },
  { "dev/null": "/hosts", "dev/shm": UP, "dev/pts": "/", "dev/console": `${UP}hosts` },
];

guard("3.15", async (t) => {
  await Promise.all(IMAGES.map((links) => expectKeptIn(t, links)));
});

async function expectKeptIn(t: Trial, links: Readonly<Record<string, string>>): Promise<void> {
  const root = newRoot();
  const victim = join(dirname(root), "victim");
  mkdirSync(victim);
  writeFileSync(join(victim, "hosts"), "of the machine\n");
  const before = look(victim);
  for (const [path, way] of Object.entries(links)) {
    rmSync(join(root, path), { recursive: true, force: true });
    const up = way.startsWith(UP) ? UP : "/";
    symlinkSync(join(up, victim, way.slice(up.length)), join(root, path));
  }
  const ended = await t.probe(["exit", "0"], { options: rootfs(root) });
  const traps = Object.keys(links)
    .map((path) => `/${path}`)
    .join(", ");
  ended.expect(look(victim) === before, {
    diagnosis: "link-followed",
    expected: both(`${victim} of the machine as it was`, `宿主机的 ${victim} 保持原样`),
    observed: both(
      `something in it changed: ${traps} of the image are links to it`,
      `其中有内容被改动：镜像的 ${traps} 是指向它的链接`,
    ),
  });
}

function look(victim: string): string {
  const { ino, mtimeNs, ctimeNs } = statSync(join(victim, "hosts"), { bigint: true });
  const text = readFileSync(join(victim, "hosts"), "utf8");
  return [readdirSync(victim), ino, mtimeNs, ctimeNs, text].join(" ");
}
