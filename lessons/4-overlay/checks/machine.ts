/** 4.8, 4.9 and 4.11: what is on the machine: no mounts, nothing when it is removed, any path. */
import { readdirSync } from "node:fs";
import {
  both,
  describe,
  expectRan,
  guard,
  howItEnded,
  type Trial,
} from "../../../checks/src/harness/index.ts";
import { file } from "./archive.ts";
import { baseLayer, boxOf, storeWith } from "./images.ts";

const images = () => [
  { name: "bird", layers: [baseLayer(), [file("etc/motd", "image\n")]] as const },
];

guard("4.8", async (t) => {
  await storeWith(t, images());
  const box = await boxOf(t, "bird", ["--name", "one"]);
  for (const finish of [async () => {}, () => box.end()]) {
    await finish();
    const left = await t.leftOver(["mount"]);
    box.expect(left.length === 0, {
      diagnosis: "mounted-on-machine",
      expected: both("the machine's mounts as they were", "宿主机的挂载保持原样"),
      observed: describe(left),
    });
  }
  await t.mydocker(["rm", "one"]);
});

guard("4.9", async (t) => {
  const store = await storeWith(t, images());
  await runAndRemove(t, "first"); // a first container may make lasting places
  const before = everything(store);
  const removed = await runAndRemove(t, "second");
  const left = everything(store).filter((path) => !before.includes(path));
  removed.expect(left.length === 0, {
    diagnosis: "left-after-rm",
    expected: both(
      "nothing of the container in the store after rm",
      "rm 之后，存储中没有该容器的任何东西",
    ),
    observed: both(
      `left: ${left.slice(0, MOST).join(" ")}`,
      `残留：${left.slice(0, MOST).join(" ")}`,
    ),
  });
  const gone = before.filter((path) => !everything(store).includes(path));
  removed.expect(gone.length === 0, {
    diagnosis: "image-removed",
    expected: both("the image is still there", "镜像仍然存在"),
    observed: both(
      `gone: ${gone.slice(0, MOST).join(" ")}`,
      `消失：${gone.slice(0, MOST).join(" ")}`,
    ),
  });
});

const MOST = 3; // named

const everything = (store: string): string[] =>
  readdirSync(store, { recursive: true, encoding: "utf8" });

async function runAndRemove(t: Trial, name: string) {
  const script = "echo new > /tmp/new; rm -r /home; rm /etc/motd";
  const ran = await t.mydocker(["run", "--name", name, "bird", "/bin/sh", "-c", script]);
  expectRan(ran);
  const removed = await t.mydocker(["rm", name]);
  removed.expect(removed.code === 0, {
    diagnosis: "not-removed",
    expected: both("mydocker rm removes the container", "mydocker rm 删除容器"),
    observed: howItEnded(removed),
  });
  return removed;
}

/** Signs that mean something in overlay's options, or in those of mount(8), or in /proc. */
const AWKWARD = "a, b:c d\\e";

guard("4.11", async (t) => {
  await storeWith(t, images(), AWKWARD);
  const ran = await t.mydocker(["run", "--name", "one", "bird", "/bin/cat", "/etc/motd"]);
  ran.expect(ran.stdout.toString() === "image\n", {
    diagnosis: "path-in-options",
    expected: both(
      `an image runs where MYDOCKER_ROOT ends in ${JSON.stringify(AWKWARD)}`,
      `MYDOCKER_ROOT 以 ${JSON.stringify(AWKWARD)} 结尾时，镜像照样运行`,
    ),
    observed: howItEnded(ran),
  });
  await t.mydocker(["rm", "one"]);
});
