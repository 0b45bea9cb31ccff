/**
 * Containers in the machine's own root on networks: names and files of their own, and the machine's
 * stay as they are; needs root and a built bundle.
 */
import {
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openScene, ROOT, type Scene } from "./networkscene.ts";

const test = suite("network in the machine's root");

let scene: Scene;

test.before.each(() => {
  scene = openScene();
});

test.after.each(() => scene.end());

const ok = (...words: string[]) => scene.ok(...words);
const FILES = ["hosts", "hostname", "resolv.conf"];

/** Everything of the machine's files that a write could change. */
const machineFiles = () =>
  FILES.map((name) => {
    const { ino, dev, mtimeMs, ctimeMs, size } = statSync(join("/etc", name));
    const content = readFileSync(join("/etc", name), "utf8");
    return { name, ino, dev, mtimeMs, ctimeMs, size, content };
  });

test("names of the others, files of its own, and the machine's are untouched", () => {
  const before = machineFiles();
  ok("network", "create", "--subnet", "172.28.0.0/16", "one");
  ok("run", "-d", "--name", "db", "--network", "one", "--rootfs", ROOT, "sleep", "600");
  const words = ["--network", "one", "--hostname", "desk", "--dns", "192.0.2.53"];
  ok("run", "-d", "--name", "own", ...words, "--rootfs", "/", "sleep", "600");
  ok("run", "-d", "--name", "late", "--network", "one", "--rootfs", "/", "sleep", "600");
  const getent = (name: string, host: string) => ok("exec", name, "getent", "hosts", host);
  assert.match(getent("own", "db"), /^172\.28\.0\.2 /);
  assert.match(getent("own", "late"), /^172\.28\.0\.4 /);
  assert.match(getent("late", "own"), /^172\.28\.0\.3 /);
  assert.match(getent("own", "desk"), /^172\.28\.0\.3 /);
  ok("exec", "db", "ping", "-c", "1", "-W", "5", "own");
  assert.is(ok("exec", "own", "cat", "/etc/hostname"), "desk\n");
  assert.match(ok("exec", "own", "cat", "/etc/resolv.conf"), /^nameserver 192\.0\.2\.53\n/);
  const hosts = ok("exec", "own", "cat", "/etc/hosts");
  for (const line of readFileSync("/etc/hosts", "utf8").split("\n").filter(Boolean)) {
    assert.ok(hosts.includes(line), `the machine's own line ${line}`);
  }
  assert.equal(machineFiles(), before);
  ok("rm", "-f", "late");
  assert.not.match(ok("exec", "own", "cat", "/etc/hosts"), /late/);
  ok("rm", "-f", "own", "db");
  assert.equal(machineFiles(), before);
});

test("an /etc/resolv.conf that is a link: the container has its own, the link and its target stay", () => {
  const [cover, run] = [join(scene.world.root, "etc"), join(scene.world.root, "run")];
  for (const place of [cover, run]) mkdirSync(place);
  const target = join(run, "stub-resolv.conf");
  writeFileSync(target, "nameserver 127.0.0.53\n");
  symlinkSync(target, join(cover, "resolv.conf"));
  symlinkSync("/nowhere/at/all", join(cover, "hostname"));
  const { program } = scene.world;
  const script = `mount -t overlay overlay -o lowerdir=${cover}:/etc /etc
    ${program} network create one
    ${program} run --network one --dns 192.0.2.53 --hostname desk --rootfs / sh -c '
      cat /etc/resolv.conf /etc/hostname ${target}'
    readlink /etc/resolv.conf /etc/hostname; cat /etc/resolv.conf; ls -A /etc/ | wc -l`;
  const { out, err, status } = scene.world.onHost("unshare", "-m", "sh", "-ec", script);
  assert.is(status, 0, err);
  const [, ...lines] = out.trim().split("\n");
  assert.equal(lines.slice(0, 6), [
    "nameserver 192.0.2.53",
    "desk",
    "nameserver 127.0.0.53",
    target,
    "/nowhere/at/all",
    "nameserver 127.0.0.53",
  ]);
  assert.is(readFileSync(target, "utf8"), "nameserver 127.0.0.53\n");
  assert.is(readlinkSync(join(cover, "resolv.conf")), target);
});

test("without a network of mydocker's the machine's own files are seen", () => {
  for (const network of ["none", "host"]) {
    const { out } = scene.world.mydocker(
      ...["run", "--network", network, "--rootfs", "/", "cat", "/etc/hosts"],
    );
    assert.is(out, readFileSync("/etc/hosts", "utf8"), network);
  }
  const added = ["--network", "host", "--add-host", "far:203.0.113.10", "--rootfs", "/"];
  assert.match(ok("run", ...added, "cat", "/etc/hosts"), /^203\.0\.113\.10\tfar$/m);
});

test.run();
