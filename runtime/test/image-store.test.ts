/** The store stays sound: two at once, killed half way, a full disk; needs root and a bundle. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { pruneImages, removeImage } from "../src/image/remove.ts";
import { holdContent, type ResolvedImage, resolveImage } from "../src/image/resolve.ts";
import { readTable } from "../src/image/store/table.ts";
import { LOCK } from "../src/kernel/flags.ts";
import { native } from "../src/kernel/native.ts";
import { configOf, dockerArchive, sha256 } from "./imagearchive.ts";
import { type Raw, tarball } from "./imagetar.ts";

const test = suite("the image store");

const MYDOCKER = fileURLToPath(new URL("../bin/mydocker", import.meta.url));

/** Some thousand files take seconds on a disk, and no test here is about that. */
const MEMORY = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

let root = "";
let state = "";
test.before.each(() => {
  root = mkdtempSync(join(MEMORY, "store-"));
  state = join(root, "state");
  process.env.MYDOCKER_ROOT = state;
});
test.after.each(() => rmSync(root, { recursive: true, force: true }));

function start(args: string[]): ChildProcess & { done: Promise<string> } {
  const child = spawn(MYDOCKER, args, { stdio: ["pipe", "pipe", "pipe"] });
  let told = "";
  child.stdout?.on("data", (bytes) => (told += bytes));
  child.stderr?.on("data", (bytes) => (told += bytes));
  child.stdin?.on("error", () => {}); // it was killed before it had read all
  const done = new Promise<string>((resolve) =>
    child.on("close", (code, signal) => resolve(`${code ?? signal} ${told}`)),
  );
  return Object.assign(child, { done });
}

const run = (args: string[], input: Buffer | string = "") => {
  const { status, stdout, stderr } = spawnSync(MYDOCKER, args, { input, timeout: 60_000 });
  return `${status} ${stdout}${stderr}`;
};

const many = (count: number, prefix = "f"): Buffer =>
  tarball(
    ...Array.from(
      { length: count },
      (_, i): Raw => ({ name: `${prefix}${i % 50}/${i}`, data: `content ${i}` }),
    ),
  );

const LAYERS = [many(2000, "a"), tarball({ name: "top", data: randomBytes(4_000_000) })];
const ARCHIVE = dockerArchive({ layers: LAYERS, names: ["big"] });
const SMALL = dockerArchive({ layers: [tarball({ name: "x", data: "x" })], names: ["small"] });

const list = (place: string) => readdirSync(join(state, place)).sort();

/** All blobs have their digest, all layers are what a fresh load makes, and nothing is left over. */
function assertSound(): void {
  for (const name of list("blobs/sha256")) {
    const bytes = readFileSync(join(state, "blobs/sha256", name));
    assert.is(createHash("sha256").update(bytes).digest("hex"), name);
  }
  for (const name of list("layers").filter((name) => !name.endsWith(".json"))) {
    const layer = LAYERS.find((tar) => sha256(tar) === name);
    if (!layer) continue;
    const unpacked = execFileSync("find", [join(state, "layers", name), "-type", "f"]).toString();
    const wanted = execFileSync("tar", ["-t"], { input: layer }).toString();
    assert.is(unpacked.split("\n").length, wanted.split("\n").length, "a half layer");
  }
  assert.equal(list("tmp"), []);
}

async function until(what: string, check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !check(); await setTimeout(2)) {
    if (Date.now() > deadline) throw new Error(`in vain: ${what}`);
  }
}

/** What the work directories of unfinished commands hold. */
function unfinished(): string[] {
  try {
    return readdirSync(join(state, "tmp"), { recursive: true, encoding: "utf8" });
  } catch {
    return []; // it is not there yet, or was finished while it was read
  }
}

test("two that load the same image at once", async () => {
  const children = [start(["load"]), start(["load"]), start(["load"])];
  for (const child of children) child.stdin?.end(ARCHIVE);
  for (const child of children) assert.is(await child.done, "0 Loaded image: big:latest\n");
  assertSound();
  assert.is(readTable().length, 1);
  assert.is(list("layers").length, 2 * LAYERS.length);
});

test("two that load different images at once, and one that tags", async () => {
  const big = start(["load"]);
  big.stdin?.end(ARCHIVE);
  assert.is(run(["load"], SMALL), "0 Loaded image: small:latest\n");
  const tags = Array.from({ length: 8 }, (_, i) => start(["tag", "small", `copy:${i}`]));
  for (const tag of tags) assert.is(await tag.done, "0 ");
  assert.is(await big.done, "0 Loaded image: big:latest\n");
  const names = readTable().flatMap(({ tags }) => tags);
  assert.is(names.length, 10, "no name was lost");
  assertSound();
});

test("who changes the table waits for who is changing it", async () => {
  run(["load"], SMALL);
  const fd = openSync(join(state, "repositories.lock"), "r");
  native.flock(fd, LOCK.EX);
  const child = start(["tag", "small", "waited"]);
  let done = false;
  child.on("close", () => {
    done = true;
  });
  const waits = () =>
    new RegExp(`-> FLOCK .* ${child.pid} `).test(readFileSync("/proc/locks", "utf8"));
  await until("it waits, or does not", () => done || waits());
  assert.not(done);
  closeSync(fd);
  assert.is(await child.done, "0 ");
});

test("killed while it reads", async () => {
  const child = start(["load"]);
  child.stdin?.write(ARCHIVE.subarray(0, 2_000_000));
  await until("it reads", () => unfinished().some((name) => name.includes("file-")));
  child.kill("SIGKILL");
  assert.match(await child.done, /^SIGKILL/);
  assert.is(run(["images", "-q"]), "0 ");
  assert.is.not(list("tmp").length, 0);
  assert.is(run(["load"], SMALL), "0 Loaded image: small:latest\n");
  assertSound();
});

test("killed while it unpacks, again and again", async () => {
  for (const files of [1, 300, 1500]) {
    const child = start(["load"]);
    child.stdin?.end(ARCHIVE);
    await until(`${files} files`, () => {
      const there = unfinished().filter((name) => /layer-.*\//.test(name)).length;
      return there >= files || existsSync(join(state, "layers", sha256(LAYERS[0] as Buffer)));
    });
    child.kill("SIGKILL");
    await child.done;
    assert.is(run(["images", "-q"]), "0 ", "nothing is listed before all is there");
    for (const name of list("layers")) assert.is(name.length, name.endsWith(".json") ? 69 : 64);
  }
  assert.is(run(["load"], ARCHIVE), "0 Loaded image: big:latest\n");
  assertSound();
});

test("what a killed load left of layers goes with the next prune", async () => {
  const child = start(["load"]);
  child.stdin?.end(ARCHIVE);
  const first = join(state, "layers", sha256(LAYERS[0] as Buffer));
  await until("one layer is there", () => existsSync(first));
  child.kill("SIGKILL");
  await child.done;
  assert.match(run(["image", "prune", "-f"]), /^0 (Deleted Images:\ndeleted|Total)/);
  if (readTable().length === 0) assert.equal(list("layers"), []);
  assertSound();
});

/** A file system of a few MiB for the state, which goes with the test. */
async function onSmallDisk(size: string, action: () => Promise<void> | void): Promise<void> {
  mkdirSync(state);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "small", state]);
  try {
    await action();
  } finally {
    execFileSync("umount", [state]);
  }
}

test("a full disk: one line that says so, nothing left, and the next command succeeds", async () => {
  await onSmallDisk("6m", () => {
    assert.is(run(["load"], SMALL), "0 Loaded image: small:latest\n");
    const before = [list("blobs/sha256"), list("layers")];
    for (let i = 0; i < 2; i++) {
      const told = run(["load"], ARCHIVE);
      assert.match(told, /^1 mydocker: standard input: .*no space is left in .*\n$/);
      assert.is(told.split("\n").length, 2);
    }
    assert.equal([list("blobs/sha256"), list("layers")], before);
    assert.match(run(["images"]), /small +latest/);
    assert.is(run(["rmi", "small"]).slice(0, 2), "0 ");
    assertSound();
  });
});

test("no room for the layers, but for the archive", async () => {
  const size = `${Math.ceil(ARCHIVE.length / 1024 + 2000)}k`;
  await onSmallDisk(size, () => {
    const told = run(["load"], ARCHIVE);
    assert.match(told, /^1 mydocker: standard input: layer sha256:.*: no space is left in /);
    assert.equal(list("tmp"), []);
    assert.is(readTable().length, 0);
    assert.is(run(["load"], SMALL), "0 Loaded image: small:latest\n");
    run(["image", "prune", "-f"]);
    assertSound();
  });
});

test("no room for the table: the old one stays", async () => {
  await onSmallDisk("1m", () => {
    assert.is(run(["load"], SMALL), "0 Loaded image: small:latest\n");
    const before = readFileSync(join(state, "repositories.json"), "utf8");
    const fill = openSync(join(state, "fill"), "w");
    try {
      writeFileSync(fill, Buffer.alloc(2 ** 21));
    } catch {
      // that is the point
    }
    closeSync(fill);
    const told = run(["tag", "small", `${"long/".repeat(40)}name`]);
    assert.match(told, /^1 mydocker: .*no space is left in [^\n]*\n$/);
    assert.is(readFileSync(join(state, "repositories.json"), "utf8"), before);
    rmSync(join(state, "fill"));
    assert.is(run(["tag", "small", "again"]), "0 ");
  });
});

function resolved(name: string): ResolvedImage {
  const image = resolveImage(name);
  if (!image) throw new Error(`${name} is not there`);
  return image;
}

const NOBODY = () => new Map<string, string>();

test("what a container is made of stays: under another name, or under none", () => {
  run(["load"], ARCHIVE);
  const { id, lowerDirs } = resolved("big");
  const users = () => new Map([[id as string, "c0ffee".repeat(10)]]);
  assert.throws(() => removeImage("big", false, users), /in use by container c0ffeec0ffee/);
  const removed = removeImage("big", true, users);
  assert.equal(removed.untagged, ["big:latest"]);
  assert.equal([removed.images, removed.layers], [[], []]);
  assert.is(pruneImages(true, users).images.length, 0);
  for (const dir of lowerDirs) assert.ok(existsSync(dir));
  assert.is(pruneImages(false, NOBODY).images[0], id);
  for (const dir of lowerDirs) assert.not(existsSync(dir));
});

test("nothing is removed while a container is being made of it", () => {
  run(["load"], ARCHIVE);
  const held = holdContent();
  const { lowerDirs } = resolved("big");
  assert.is(run(["rmi", "big"]).slice(0, 2), "0 ");
  for (const dir of lowerDirs) assert.ok(existsSync(dir), "it may be in use in a moment");
  held.release();
  assert.match(run(["image", "prune", "-f"]), /deleted: sha256:/);
  for (const dir of lowerDirs) assert.not(existsSync(dir));
});

test("nothing is removed while another command adds content", async () => {
  const child = start(["load"]);
  child.stdin?.write(ARCHIVE.subarray(0, 1_000_000));
  await until("it reads", () => unfinished().length > 1);
  run(["load"], SMALL);
  const removed = run(["rmi", "small"]);
  assert.match(removed, /^0 Untagged: small:latest\nDeleted: sha256:[0-9a-f]{64}\n$/);
  child.stdin?.end(ARCHIVE.subarray(1_000_000));
  assert.is(await child.done, "0 Loaded image: big:latest\n");
  run(["image", "prune", "-f"]);
  assert.is(list("layers").length, 2 * LAYERS.length);
  assertSound();
});

test("resolving gives what run needs, the topmost layer first", () => {
  const config = { Cmd: ["sh"], Env: ["A=1"], WorkingDir: "/w", User: "u" };
  const layers = [many(3, "x"), many(3, "y")];
  run(["load"], dockerArchive({ layers, names: ["host:1/r:t"], config }));
  const id = `sha256:${sha256(configOf({ layers, config }))}`;
  for (const name of ["host:1/r:t", id, id.slice(7), id.slice(7, 19), id.slice(0, 20)]) {
    const image = resolved(name);
    assert.is(image.id, id);
    assert.equal(image.config, config);
    const dirs = layers.toReversed().map((layer) => join(state, "layers", sha256(layer)));
    assert.equal(image.lowerDirs, dirs);
  }
  assert.is(resolveImage("host:1/r"), undefined);
  assert.is(resolveImage("nosuch"), undefined);
  assert.throws(() => resolveImage("UPPER"), /must be lowercase/);
});

test("the layers are ready for overlay", () => {
  const base = tarball(
    { name: "d/", type: "5", mode: 0o755 },
    { name: "d/old", data: "old" },
    { name: "gone", data: "old" },
  );
  const top = tarball(
    { name: ".wh.gone" },
    { name: "d/", type: "5", mode: 0o755 },
    { name: "d/.wh..wh..opq" },
    { name: "d/new", data: "new" },
  );
  run(["load"], dockerArchive({ layers: [base, top], names: ["o"] }));
  const { lowerDirs } = resolved("o");
  const merged = join(root, "merged");
  mkdirSync(merged);
  execFileSync("mount", ["-t", "overlay", "-o", `lowerdir=${lowerDirs.join(":")}`, "o", merged]);
  try {
    assert.equal(readdirSync(merged), ["d"]);
    assert.equal(readdirSync(join(merged, "d")), ["new"]);
  } finally {
    execFileSync("umount", [merged]);
  }
});

test("a table that was damaged is said to be, and nothing is lost", () => {
  run(["load"], SMALL);
  writeFileSync(join(state, "repositories.json"), "{");
  const told = run(["images"]);
  assert.match(told, /^1 mydocker: .*repositories\.json is not what mydocker wrote: restore it/);
  assert.match(run(["load"], SMALL), /^1 /);
  assert.match(run(["image", "prune", "-f"]), /^1 /);
  assert.is(list("layers").length, 2);
});

test("a leftover that is locked is somebody's work, not a leftover", () => {
  run(["load"], SMALL);
  const mine = join(state, "tmp/work-mine");
  mkdirSync(mine);
  const fd = openSync(mine, "r");
  native.flock(fd, LOCK.EX);
  run(["load"], SMALL);
  assert.ok(existsSync(mine));
  closeSync(fd);
  run(["load"], SMALL);
  assert.not(existsSync(mine));
});

test.run();
