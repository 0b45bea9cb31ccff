/** 4.5: the upper directory has exactly what was done, whatever overlay could spare itself. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  both,
  type Expect,
  expectRan,
  goal,
  howItEnded,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { directory, file } from "./archive.ts";
import { baseLayer, storeWith } from "./images.ts";
import { contentOf, isOpaque, treesWith } from "./upper.ts";

const image = () => ({
  name: "bird",
  layers: [
    [
      ...baseLayer(),
      file("etc/motd", "base\n"),
      file("home/old"),
      file("srv/gone"),
      directory("srv/whole"),
      file("srv/whole/file"),
      directory("opt/before"),
      file("opt/before/file"),
      file("var/letter", "a letter\n"),
    ],
    [file("etc/motd", "image\n")],
  ],
});

/** What is done, and what it alone puts into the upper directory. */
const DONE: readonly (readonly [command: string, ...content: string[]])[] = [
  ["echo more >> /etc/motd", "/etc/", "/etc/motd"],
  ["rm /srv/gone", "/srv/", "/srv/gone deleted"],
  ["rm -r /srv/whole", "/srv/whole deleted"],
  ["rm -r /home", "/home/"],
  ["mkdir /home"],
  ["echo new > /home/new", "/home/new"],
  ["mv /opt/before /opt/after", "/opt/", "/opt/before deleted", "/opt/after/", "/opt/after/file"],
  ["chmod 600 /var/letter", "/var/", "/var/letter"],
  ["echo new > /tmp/new", "/tmp/", "/tmp/new"],
];

const SCRIPT = DONE.map(([command]) => command).join(" && ");

goal("4.5", async (t) => {
  const store = await storeWith(t, [image()]);
  const ran = await t.mydocker(["run", "--name", "one", "bird", "/bin/sh", "-c", SCRIPT]);
  expectRan(ran);
  const [upper] = treesWith(store, "/tmp/new");
  ran.expect(upper !== undefined, {
    diagnosis: ran.code === 0 ? "nothing-recorded" : "not-writable",
    expected: both("what was written is in the store", "写入的内容在存储中"),
    observed: ran.code === 0 ? both("it is nowhere", "哪里都没有") : howItEnded(ran),
  });
  if (upper === undefined) return;
  expectWhole(ran.expect, upper);
  expectExactly(ran.expect, upper);
  ran.expect(isOpaque(upper, "home"), {
    diagnosis: "not-opaque",
    expected: both("/home, which was replaced, is opaque", "被替换的 /home 是 opaque 目录"),
    observed: both("the image's /home shows through", "镜像的 /home 透了出来"),
  });
  await t.mydocker(["rm", "one"]);
});

function expectExactly(expect: Expect, upper: string): void {
  const content = contentOf(upper);
  const wanted = DONE.flatMap(([, ...made]) => made);
  const missing = wanted.filter((line) => !content.includes(line));
  const more = content.filter((line) => !wanted.includes(line));
  expect(missing.length + more.length === 0, {
    diagnosis: sign(missing, more),
    expected: both(
      "exactly what was changed in the upper directory",
      "upper 目录里恰好是改动过的内容",
    ),
    observed: both(
      `missing: ${named(missing)}; too many: ${named(more)}`,
      `缺少：${named(missing)}；多出：${named(more)}`,
    ),
  });
}

function sign(missing: readonly string[], more: readonly string[]): string {
  if (more.includes("/bin/busybox")) return "in-a-layer";
  return missing.includes("/opt/after/file") ? "renamed-not-copied" : "other-content";
}

const MOST = 5; // named

const named = (lines: readonly string[]) =>
  lines.length === 0 ? "-" : lines.slice(0, MOST).join(", ") + (lines.length > MOST ? " …" : "");

/** The file whose mode was changed must have its content, too, or a commit would lose it. */
function expectWhole(expect: Expect, upper: string): void {
  const text = readFileSync(join(upper, "var/letter"), "latin1");
  expect(text === "a letter\n", {
    diagnosis: "content-missing",
    expected: verbatim('/var/letter: "a letter\\n"'),
    observed: verbatim(`/var/letter: ${JSON.stringify(text)}`),
  });
}
