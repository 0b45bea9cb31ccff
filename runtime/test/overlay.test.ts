/** The root of an image's container: its plan, and real mounts; needs root, a built bundle and busybox. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findBusybox } from "../../checks/src/fixtures/rootfs.ts";
import {
  directory,
  type Entry,
  file,
  link,
  writeArchive,
} from "../../lessons/4-overlay/checks/archive.ts";
import { lowerTree } from "../src/image/lower.ts";
import { isOpaque, isWhiteout, OPAQUE } from "../src/image/whiteout.ts";
import { lowerDirectories, mountOverlay } from "../src/inside/overlay.ts";
import { format } from "../src/kernel/format.ts";
import { native } from "../src/kernel/native.ts";

const test = suite<{ directory: string }>("overlay");

const MYDOCKER = fileURLToPath(new URL("../bin/mydocker", import.meta.url));

test.before.each((context) => {
  context.directory = mkdtempSync(join(tmpdir(), "mydocker-overlay-"));
});

test.after.each((context) => rmSync(context.directory, { recursive: true }));

test("lower directories: the topmost layer comes first", () => {
  assert.is(lowerDirectories(["base", "middle", "top"]), "top:middle:base");
  assert.is(lowerDirectories(["only"]), "only");
});

test("lower directories: their order is the image's, not that of their names", () => {
  const layers = Array.from({ length: 12 }, (_, i) => `lower/${i}`);
  assert.match(lowerDirectories(layers), /^lower\/11:lower\/10:lower\/9:.*:lower\/0$/);
});

test("the plan goes to the container's directory, and mounts by relative names", () => {
  const plan = mountOverlay({ base: "/a, b:c", layers: ["lower/0", "lower/1"] });
  assert.equal(plan.map(format), [
    'chdir("/a, b:c")',
    'mount("overlay", "merged", "overlay", 0, "lowerdir=lower/1:lower/0,upperdir=upper,workdir=work,redirect_dir=off,metacopy=off,index=off")',
  ]);
});

test("130 layers fit into the page of options that mount(2) reads", () => {
  const layers = Array.from({ length: 130 }, (_, i) => `lower/${i}`);
  const [, mount] = mountOverlay({ base: "/", layers });
  assert.ok(String(mount?.args[4]).length < 4096);
});

const BASE: readonly Entry[] = [
  ...["bin", "dev", "etc", "home", "proc", "sys", "tmp"].map((name) => directory(name)),
  file("bin/busybox", readFileSync(findBusybox()), 0o755),
  ...["cat", "chmod", "ls", "mkdir", "rm", "sh"].map((name) => link(`bin/${name}`, "busybox")),
  ...["hostname", "hosts", "resolv.conf"].map((name) => file(`etc/${name}`)),
  file("etc/passwd", "root:x:0:0:root:/:/bin/sh\nbird:x:1717:1718:bird:/:/bin/sh\n"),
  file("home/old"),
  file("etc/motd", "0\n"),
];

/** A mydocker with a store of its own, in which an image of these layers is called `bird`. */
function storeOf(store: string, layers: readonly (readonly Entry[])[]) {
  mkdirSync(store, { recursive: true });
  const archive = join(store, "bird.tar");
  writeArchive(archive, [{ name: "bird", layers }]);
  const mydocker = (...args: readonly string[]) => {
    const env = { ...process.env, MYDOCKER_ROOT: store, MYDOCKER_NETWORK: "none" };
    const { status, stdout, stderr } = spawnSync(MYDOCKER, args, {
      encoding: "utf8",
      env,
      timeout: 20_000,
    });
    assert.is(status, 0, `mydocker ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  mydocker("load", "-q", "-i", archive);
  return mydocker;
}

for (const name of ["a,b", "a b", "a:b", "a\\b", "ä 容器"]) {
  test(`a store called ${JSON.stringify(name)}`, (context) => {
    const layers = [BASE, [file("etc/motd", "1\n")]];
    const mydocker = storeOf(join(context.directory, name), layers);
    assert.is(mydocker("run", "--rm", "bird", "cat", "/etc/motd"), "1\n");
  });
}

test("--plan of an image shows its overlay, and makes nothing", (context) => {
  const store = join(context.directory, "store");
  const mydocker = storeOf(store, [BASE, [file("etc/motd", "1\n")]]);
  const plan = mydocker("run", "--plan", "-u", "bird", "bird", "true");
  assert.match(plan, /^chdir\(".*\/containers\/[0-9a-f]{64}"\)$/m);
  assert.match(plan, /^mount\("overlay", "merged", "overlay", 0, "lowerdir=lower\/1:lower\/0,/m);
  assert.match(plan, /^setresuid\(1717, 1717, 1717\)$/m, "the image's own users");
  assert.not.ok(existsSync(join(store, "containers")));
});

test("130 layers, the last of which wins", (context) => {
  const more = Array.from({ length: 129 }, (_, i) => [file("etc/motd", `${i + 1}\n`)]);
  const mydocker = storeOf(join(context.directory, "store"), [BASE, ...more]);
  assert.is(mydocker("run", "--rm", "bird", "cat", "/etc/motd"), "129\n");
});

test("the upper directory alone says what was changed", (context) => {
  const store = join(context.directory, "store");
  const mydocker = storeOf(store, [BASE]);
  const script = "rm /etc/motd; rm -r /home; mkdir /home; chmod 600 /bin/busybox";
  mydocker("run", "--name", "one", "bird", "sh", "-c", script);
  const { stdout } = spawnSync("find", [store, "-path", "*/upper/etc/motd"], { encoding: "utf8" });
  const upper = stdout.trim().replace(/\/etc\/motd$/, "");
  assert.ok(isWhiteout(lstatSync(join(upper, "etc/motd"))));
  assert.ok(isOpaque(join(upper, "home")));
  assert.not.ok(isOpaque(join(upper, "etc")));
  assert.equal(readFileSync(join(upper, "bin/busybox")), readFileSync(findBusybox()));
  mydocker("rm", "one");
  assert.is(spawnSync("find", [store, "-name", "upper"], { encoding: "utf8" }).stdout, "");
});

/** Layers on disk in overlay's own form: names that end with a slash are directories. */
function layersIn(top: string, layers: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(layers).map(([layer, names]) => {
    const root = join(top, layer);
    mkdirSync(root);
    for (const entry of names) {
      const [path = "", mark] = entry.split(" ");
      if (mark === "deleted") native.mknod(join(root, path), 0x2000, 0, 0);
      else if (path.endsWith("/")) mkdirSync(join(root, path), { recursive: true });
      else writeFileSync(join(root, path), "");
      if (mark === "opaque") native.lsetxattr(join(root, path), OPAQUE, Buffer.from("y"));
    }
    return root;
  });
}

test("an image's tree, read layer by layer, is what overlay would show", (context) => {
  const layers = layersIn(context.directory, {
    top: ["back", "dir/", "dir/c"],
    middle: ["gone deleted", "back deleted", "home/ opaque", "home/new", "file"],
    base: ["gone", "back", "home/", "home/old", "dir/", "dir/a", "file/", "file/inside"],
  });
  const tree = lowerTree(layers);
  assert.equal(tree.children("/"), ["back", "dir", "file", "home"]);
  assert.equal(tree.children("/home"), ["new"]);
  assert.equal(tree.children("/dir"), ["a", "c"]);
  assert.not.ok(tree.has("/gone"));
  assert.not.ok(tree.has("/home/old"));
  assert.not.ok(tree.has("/file/inside"), "a file hides a directory below it");
});

test("an image in a user namespace is refused, with the way out", () => {
  for (const option of [
    ["--userns"],
    ["--uidmap", "0:100000:1000"],
    ["--gidmap", "0:100000:1000"],
  ]) {
    const { status, stderr } = spawnSync(MYDOCKER, ["run", ...option, "busybox", "true"], {
      encoding: "utf8",
    });
    assert.is(status, 125);
    assert.match(stderr, /^mydocker: an image's layers belong to .* use --rootfs.*\n$/);
  }
});

test.run();
