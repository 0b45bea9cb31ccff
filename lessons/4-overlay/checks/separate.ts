/** 4.3 and 4.4: what a container writes is its own. Neither others see it, nor the image. */
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  type Container,
  expectRan,
  goal,
  howItEnded,
  insideOf,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { directory, file } from "./archive.ts";
import { baseLayer, boxOf, discard, storeWith } from "./images.ts";

goal("4.3", async (t) => {
  await storeWith(t, [{ name: "bird", layers: [baseLayer(), [file("etc/motd", "image\n")]] }]);
  const [one, two] = await Promise.all([
    boxOf(t, "bird", ["--name", "one"]),
    boxOf(t, "bird", ["--name", "two"]),
  ]);
  expectWrites(one, "/tmp/of-one");
  expectWrites(one, "/etc/motd");
  const seen = ["/tmp/of-one", "/etc/motd"].filter((path) => read(two, path) === "of one\n");
  two.expect(seen.length === 0, {
    diagnosis: "shared-writes",
    expected: both("another container does not see them", "另一个容器看不到这些写入"),
    observed: both(`it sees: ${seen.join(" ")}`, `它看到了：${seen.join(" ")}`),
  });
  await discard(t, { one, two });
});

/** Through /proc/PID/root, so it makes no difference what the image's own programs can do. */
function expectWrites(box: Container, path: string): void {
  const written = attempt(() => writeFileSync(insideOf(box.pid, path), "of one\n"));
  box.expect(written === "done", {
    diagnosis: "not-writable",
    expected: both(`writing to ${path} in the container`, `能在容器中写入 ${path}`),
    observed: verbatim(written),
  });
}

function attempt(action: () => void): string {
  try {
    action();
    return "done";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "?";
  }
}

const read = (box: Container, path: string) => {
  const inside = insideOf(box.pid, path);
  return existsSync(inside) ? readFileSync(inside, "utf8") : undefined;
};

/** Everything that a container may do to files of its image. */
const DAMAGE = [
  "echo more >> /etc/motd",
  "echo other > /opt/tool",
  "rm /srv/file",
  "rm -r /var/tree && mkdir /var/tree",
  "chmod 600 /home/letter",
  "mv /bin/id /bin/moved",
  "touch /tmp/new",
];

const IMAGE = {
  name: "bird",
  layers: [
    [...baseLayer(), file("etc/motd", "one\n"), file("srv/file", "two\n")],
    [
      file("opt/tool", "three\n"),
      directory("var/tree"),
      file("var/tree/leaf", "four\n"),
      file("home/letter", "five\n"),
    ],
  ],
};

goal("4.4", async (t) => {
  await storeWith(t, [IMAGE]);
  const before = await boxOf(t, "bird", ["--name", "before"]);
  const image = listing(before);
  await discard(t, { before });
  const script = DAMAGE.join("; ");
  const writer = await t.mydocker(["run", "--name", "writer", "bird", "/bin/sh", "-c", script]);
  expectRan(writer);
  writer.expect(writer.code === 0, {
    diagnosis: "not-writable",
    expected: both("the container may write everywhere", "容器可以随处写入"),
    observed: howItEnded(writer),
  });
  const after = await boxOf(t, "bird", ["--name", "after"]);
  const changed = differing(image, listing(after));
  writer.expect(changed.length === 0, {
    diagnosis: "image-written",
    expected: both("the image is byte for byte as before", "镜像与之前逐字节相同"),
    observed: both(
      `a later container finds changed: ${changed.join(" ")}`,
      `之后的容器发现有改动：${changed.join(" ")}`,
    ),
  });
  await discard(t, { after });
  await t.mydocker(["rm", "writer"]);
});

/** Not the image's: mounted by the container itself, or written for it. */
const OWN = ["/proc", "/sys", "/dev", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf"];

/** All of an image as its container sees it: by path, everything that a tar archive could say. */
function listing(box: Container): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string): void => {
    if (OWN.includes(path)) return;
    const inside = insideOf(box.pid, path);
    const stat = lstatSync(inside);
    const content = stat.isFile() ? sha256(readFileSync(inside)) : "";
    const { mode, uid, gid, mtimeMs } = stat;
    found.set(path, [mode, uid, gid, stat.isFile() ? mtimeMs : "", content].join(" "));
    if (stat.isDirectory()) for (const name of readdirSync(inside)) visit(join(path, name));
  };
  visit("/");
  return found;
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const differing = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
