/** Names and numbers that mean something else than they say. */
import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, openSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../../checks/src/fixtures/busybox.ts";
import { attacks, mydocker, place, rootCopy } from "./attack.ts";

const { attack, run } = attacks("strings");

const LONG = "x".repeat(300);
const BAD_NAMES = [
  "..",
  ".",
  "",
  "../../etc",
  "a/b",
  "/abs",
  "-rf",
  "a b",
  "a\nb",
  "é",
  LONG,
  "a:b",
];

for (const user of [
  "+1",
  "-1",
  "4294967296",
  "4294967295",
  "2147483648",
  "1:+1",
  "1:4294967296",
  " 1",
  "0x10",
  "1e3",
  "root:",
  ":",
  "nosuch",
  "1:1:1",
  "1\n2",
  LONG,
]) {
  attack(`-u ${JSON.stringify(user.slice(0, 20))} is refused, or is nobody else`, () => {
    const { status, out } = mydocker("run", "--rootfs", busyboxRoot(), "-u", user, "id", "-u");
    assert.ok(status === 125 || out === user.split(":")[0] || user === "root:", `${status} ${out}`);
  });
}

attack("a name of digits in the image's passwd is not taken for another number", () => {
  const root = rootCopy("digits");
  writeFileSync(
    join(root, "etc/passwd"),
    "1000:x:0:0::/:/bin/sh\n+7:x:0:0::/:/bin/sh\nbig:x:4294967296:0::/:/bin/sh\n",
  );
  const id = (user: string) => mydocker("run", "--rootfs", root, "-u", user, "id", "-u");
  assert.is(id("1000").out, "1000");
  for (const user of ["+7", "big"]) assert.is(id(user).status, 125);
});

attack("a gigabyte of /etc/passwd in the image is not read whole", () => {
  const root = rootCopy("gigabyte");
  const file = openSync(join(root, "etc/passwd"), "w");
  ftruncateSync(file, 2 ** 30);
  closeSync(file);
  const started = process.hrtime.bigint();
  const uid = ["grep", "^Uid:", "/proc/self/status"]; // id(1) would read it whole
  assert.match(mydocker("run", "--rootfs", root, "-u", "7", ...uid).out, /^Uid:\s7\s/);
  assert.is(mydocker("run", "--rootfs", root, "-u", "x", "true").status, 125);
  assert.ok(Number(process.hrtime.bigint() - started) / 1e9 < 20);
});

function makeImage(): void {
  const archive = join(place, "busybox.tar");
  execFileSync("tar", ["-C", busyboxRoot(), "-cf", archive, "."]);
  assert.is(mydocker("import", archive, "busybox").status, 0);
}

for (const [what, words] of [
  ["a volume", (name: string) => ["volume", "create", name]],
  ["an image", (name: string) => ["tag", "busybox", name]],
  ["a container", (name: string) => ["create", "--name", name, "busybox", "true"]],
] as const) {
  attack(`the name of ${what} stays in its directory`, () => {
    mydocker("volume", "ls");
    if (what !== "a volume") makeImage();
    const before = readdirSync(place).toSorted();
    for (const name of BAD_NAMES) {
      const { status } = mydocker(...words(name));
      const isFine = name === "" || (what === "an image" && /^a[:/]b$/.test(name));
      if (!isFine) assert.is.not(status, 0, JSON.stringify(name));
    }
    assert.equal(readdirSync(place).toSorted(), before);
  });
}

run();
