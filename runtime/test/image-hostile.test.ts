/** Layers that are attacks: refused by name, nothing outside touched, nothing left in the store. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { unpackLayer } from "../src/image/layer/unpack.ts";
import { loadImages } from "../src/image/load.ts";
import { UserError } from "../src/kernel/errors.ts";
import { chosen } from "./attacks/chosen.ts";
import { dockerArchive, ociArchive, sha256 } from "./imagearchive.ts";
import { header, type Raw, sign, tarball } from "./imagetar.ts";

const test = chosen(suite("hostile layers"));

let base = "";
let victim = "";
test.before(() => {
  base = mkdtempSync(join(tmpdir(), "hostile-"));
  victim = join(base, "victim");
  mkdirSync(victim);
  writeFileSync(join(victim, "file"), "untouched");
  process.env.MYDOCKER_ROOT = join(base, "root");
});
test.before.each(() => rmSync(join(base, "root"), { recursive: true, force: true }));
test.after(() => rmSync(base, { recursive: true, force: true }));

const forget = () => rmSync(join(base, "root"), { recursive: true });

const load = (archive: Buffer) => loadImages(Readable.from([archive]));

function assertNothingHappened(): void {
  assert.equal(readdirSync(victim), ["file"]);
  assert.is(readFileSync(join(victim, "file"), "utf8"), "untouched");
  assert.is(statSync(join(victim, "file")).nlink, 1);
  for (const place of ["blobs/sha256", "layers", "tmp"]) {
    assert.equal(readdirSync(join(base, "root", place)), [], place);
  }
  assert.not(existsSync(join(base, "root/repositories.json")));
}

async function refused(what: string, archive: Buffer, why: RegExp): Promise<void> {
  let message = "";
  try {
    await load(archive);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    message = error.message;
  }
  assert.ok(why.test(message), `${what}: ${message || "not refused"}`);
  assert.not.match(message, /\n/, "one line");
  assertNothingHappened();
}

const layer = (...entries: Raw[]) => dockerArchive({ layers: [tarball(...entries)], names: ["x"] });

const up = () => `${"../".repeat(24)}${victim.slice(1)}`;
const WHY = {
  up: /entry ".*" has '\.\.' in ".*", which leads out of its layer/,
  absolute: /entry ".*" has an absolute name/,
  through: /entry ".*" leads through ".*", which is a link or a file in its layer/,
  link: /entry ".*" is a hard link to ".*", which is not in its layer/,
  whiteout: /entry ".*" is a whiteout of no file/,
};

test("names that lead out", async () => {
  for (const name of [`${up()}/file`, "a/../../x", "..", "../", "a/..", "./../x"]) {
    await refused(name, layer({ name, data: "evil" }), WHY.up);
  }
  await refused("absolute", layer({ name: `${victim}/file`, data: "evil" }), WHY.absolute);
  await refused("absolute", layer({ name: `//${victim}/file`, data: "evil" }), WHY.absolute);
  const long = { name: "x", data: "evil", pax: { path: `${up()}/file` } };
  await refused("in a pax header", layer(long), WHY.up);
});

test("a link, then something through it", async () => {
  const link = (name: string, to: string) => ({ name, type: "2", link: to });
  for (const target of [victim, up(), "dir"]) {
    for (const through of [
      { name: "link/file", data: "evil" },
      { name: "link/new", data: "evil" },
      { name: "link/dir/", type: "5" },
      { name: "link/sub/file", data: "evil" },
      { name: "link/l", type: "2", link: "x" },
      { name: "link/p", type: "6" },
      { name: "link/.wh.file" },
      { name: "link/.wh..wh..opq" },
      { name: "link/h", type: "1", link: "own" },
    ]) {
      const entries = [{ name: "own", data: "" }, link("link", target), through];
      await refused(`${through.name} to ${target}`, layer(...entries), WHY.through);
    }
  }
  const hops = [link("one", victim), link("two", "one"), { name: "two/file", data: "evil" }];
  await refused("two hops", layer(...hops), WHY.through);
  const deep = [{ name: "a/", type: "5" }, link("a/b", victim), { name: "a/b/c/d", data: "evil" }];
  await refused("deep", layer(...deep), WHY.through);
  const file = [
    { name: "f", data: "" },
    { name: "f/x", data: "evil" },
  ];
  await refused("through a file", layer(...file), WHY.through);
});

test("a directory that was replaced by a link while it was open", async () => {
  const entries = [
    { name: "d/sub/a", data: "" },
    { name: "d", type: "2", link: victim },
    { name: "d/file", data: "evil" },
  ];
  await refused("replaced", layer(...entries), WHY.through);
  const trailing = [
    { name: "d/a", data: "" },
    { name: "d", type: "2", link: victim },
    { name: "d/", type: "5", mode: 0o777 },
  ];
  // a directory in place of the link: its owner and mode are its own, not the victim's
  const before = statSync(victim).mode;
  await load(layer(...trailing));
  assert.is(statSync(victim).mode, before);
  forget();
});

test("hard links out", async () => {
  const hard = (link: string) => ({ name: "h", type: "1", link: "x", pax: { linkpath: link } });
  await refused("relative", layer(hard(`${up()}/file`)), WHY.up);
  await refused("absolute", layer(hard(`${victim}/file`)), WHY.link);
  const through = [{ name: "l", type: "2", link: victim }, hard("l/file")];
  await refused("through a link", layer(...through), WHY.through);
  const symlink = [
    { name: "l", type: "2", link: `${victim}/file` },
    hard("l"),
    { name: "h", data: "evil" },
  ];
  await load(layer(...symlink)); // a hard link to a link is a link, and then it is replaced
  assert.is(readFileSync(join(victim, "file"), "utf8"), "untouched");
  assert.is(statSync(join(victim, "file")).nlink, 1);
  forget();
  await refused("itself", layer({ name: "f", data: "" }, { ...hard("f"), name: "./f" }), /no file/);
  await refused("the root", layer(hard("/")), /is a hard link to no file/);
  await refused("a directory", layer({ name: "d/", type: "5" }, hard("d")), /to a directory/);
});

test("a file through a link of the same name does not follow it", async () => {
  const twice = [
    { name: "l", type: "2", link: join(victim, "file") },
    { name: "l", data: "evil", mode: 0o777 },
  ];
  await load(layer(...twice));
  assert.is(readFileSync(join(victim, "file"), "utf8"), "untouched");
  assert.is(statSync(join(victim, "file")).mode & 0o777, 0o644);
  forget();
});

test("whiteouts of what is no file", async () => {
  for (const name of [".wh.", ".wh..", ".wh...", "a/.wh..."]) {
    await refused(name, layer({ name }), WHY.whiteout);
  }
});

test("the root itself", async () => {
  await refused(
    "a link",
    layer({ name: "./", type: "2", link: victim }),
    /replace the layer's root/,
  );
  await refused("a file", layer({ name: ".", data: "x" }), /would replace the layer's root/);
});

test("overlay's own marks", async () => {
  for (const mark of [
    "trusted.overlay.redirect",
    "trusted.overlay.opaque",
    "user.overlay.metacopy",
  ]) {
    const entry = { name: "d/", type: "5", pax: { [`SCHILY.xattr.${mark}`]: victim } };
    await refused(mark, layer(entry), /entry "d\/" carries overlay's own mark/);
  }
});

test("names that no file system keeps", async () => {
  await refused("NUL", layer({ name: "x", pax: { path: "a\0b" } }), /has no usable name/);
  await refused("empty", layer({ name: "" }), /has no usable name/);
  const part = "n".repeat(256);
  await refused("NAME_MAX", layer({ name: "x", pax: { path: part } }), /name that is too long/);
  const path = "d/".repeat(2000);
  await refused("PATH_MAX", layer({ name: "x", pax: { path } }), /name that is too long/);
});

test("numbers that lie", async () => {
  await refused("uid", layer({ name: "x", pax: { uid: "-1" } }), /entry "x" has an owner/);
  await refused("uid", layer({ name: "x", pax: { uid: "4294967295" } }), /has an owner/);
  await refused("uid", layer({ name: "x", pax: { uid: "0x10" } }), /has a uid that is no number/);
  await refused("size", layer({ name: "x", pax: { size: "-5" } }), /has a size that cannot be/);
  await refused("size", layer({ name: "x", pax: { size: "1.5" } }), /has a size that cannot be/);
  await refused("size", layer({ name: "x", data: "abc", pax: { size: "99999" } }), /is cut off/);
  await refused("more than there is", layer({ name: "x", size: 10_000 }), /is cut off/);
  const huge = header({ name: "x" });
  huge.fill(0xff, 124, 136);
  huge[124] = 0x80;
  await refused("2^88", layerOf(Buffer.concat([sign(huge), tarball()])), /damaged/);
  const device = { name: "x", type: "3", device: [0o7777777, 0] as [number, number] };
  await refused("device", layer(device), /has a device number that cannot be/);
});

const layerOf = (tar: Buffer) => dockerArchive({ layers: [tar] });

test("sparse files that lie", async () => {
  const sparse = (map: string, realsize: string) => ({
    name: "GNUSparseFile.0/x",
    data: Buffer.concat([Buffer.from(map.padEnd(512, "\0")), Buffer.from("data")]),
    pax: {
      "GNU.sparse.major": "1",
      "GNU.sparse.minor": "0",
      "GNU.sparse.name": "x",
      "GNU.sparse.realsize": realsize,
    },
  });
  const wrong = /entry "x" (has a map that is no map|says that it has a size which it has not)/;
  for (const [map, size] of [
    ["1\n0\n5\n", "10"],
    ["1\n0\n4\n", "3"],
    ["2\n8\n2\n0\n2\n", "10"],
    ["1\n-4\n4\n", "10"],
    ["1\n0\n4\n", "99999999999999999999"],
    ["1\n0\n4\n", ""],
    ["100001\n0\n", "10"],
    ["x\n", "10"],
    ["1\n0\n", "10"],
  ] as const) {
    await refused(JSON.stringify([map, size]), layer(sparse(map, size)), wrong);
  }
  const terabytes = layer(sparse("1\n0\n4\n", `${50 * 1024 ** 4}`));
  await refused("50 TiB of hole", terabytes, /entry "x" makes the layer too large/);
  await load(layer(sparse("1\n3\n4\n", "10")));
  forget();
});

test("archives that are damaged or cut off", async () => {
  const good = tarball({ name: "a", data: Buffer.alloc(5000, "a") }, { name: "b", data: "b" });
  for (const end of [100, 511, 600, 3000, 5632 + 513]) {
    await refused(`tar cut at ${end}`, layerOf(good.subarray(0, end)), /is cut off/);
  }
  const packed = gzipSync(good);
  for (const end of [20, packed.length - 1]) {
    const diffIds = [`sha256:${sha256(good)}`];
    const archive = dockerArchive({ layers: [good], diffIds }, () => packed.subarray(0, end));
    await refused(`gzip cut at ${end}`, archive, /gzip stream is damaged or cut off/);
  }
  const flipped = Buffer.from(packed);
  flipped[packed.length - 6] = (flipped[packed.length - 6] ?? 0) ^ 1; // of the checksum
  const archive = dockerArchive({ layers: [good] }, () => flipped);
  await refused("gzip with a wrong checksum", archive, /gzip stream is damaged/);
  const bad = Buffer.from(good);
  bad[0] = 0x62;
  await refused("a header's checksum", layerOf(bad), /checksum is wrong/);
  const after = Buffer.concat([Buffer.alloc(512), good]);
  await refused("an empty block within", layerOf(after), /goes on after its end/);
  const pax = Buffer.concat([
    header({ name: "p", type: "x", size: 5 }),
    Buffer.alloc(512, "9 a=b"),
  ]);
  await refused(
    "a pax header",
    layerOf(Buffer.concat([pax, good])),
    /extended header is malformed/,
  );
  const long = header({ name: "p", type: "x", size: 2 * 1024 ** 2 });
  await refused("a long pax header", layerOf(Buffer.concat([long, good])), /extended header of/);
  await refused("a type", layer({ name: "x", type: "Z" }), /of a type that cannot be unpacked/);
});

test("a wrong digest, a wrong diff id", async () => {
  const tar = tarball({ name: "a", data: "a" });
  const diffIds = [`sha256:${"0".repeat(64)}`];
  await refused(
    "diff id",
    dockerArchive({ layers: [tar], diffIds }),
    /not the diff id that the image/,
  );
  const packed = gzipSync(tar);
  const compressed = dockerArchive(
    { layers: [tar], diffIds: [`sha256:${sha256(packed)}`] },
    () => packed,
  );
  await refused("the diff id of what is compressed", compressed, /not the diff id that the image/);
  const oci = ociArchive({ layers: [tar] }, () => packed);
  const at = oci.indexOf(packed.subarray(0, 10));
  oci[at + 4] = 1; // gzip's own time: the tar stream in it stays the same
  await refused("blob", oci, /blobs\/sha256\/.* has the digest sha256:/);
  await refused(
    "too few",
    dockerArchive({ layers: [tar], diffIds: [] }),
    /0 diff ids for 1 layers/,
  );
});

test("bombs", async () => {
  const name = (i: number) => ({ name: `n${i}`, data: "" });
  const names = tarball(...Array.from({ length: 60 }, (_, i) => name(i)));
  const zeros = tarball({ name: "zeros", data: Buffer.alloc(100_000) });
  const root = () => mkdtempSync(join(base, "bomb-"));
  const unpack = (tar: Buffer, budget: { names: number; bytes: number }) =>
    unpackLayer(Readable.from([tar]), root(), budget);
  await rejects(unpack(names, { names: 50, bytes: 1e9 }), /entry "n50" is one name too many/);
  await rejects(
    unpack(zeros, { names: 50, bytes: 99_999 }),
    /entry "zeros" makes the layer too large/,
  );
});

async function rejects(promise: Promise<unknown>, why: RegExp): Promise<void> {
  const message = await promise.then(
    () => "",
    (error: Error) => error.message,
  );
  assert.match(message, why);
}

test("ten gigabytes of zeros in ten megabytes", async () => {
  async function* bomb() {
    const { createGzip } = await import("node:zlib");
    const size = 10 * 1024 ** 3;
    const gzip = createGzip({ level: 1 });
    const block = header({ name: "zeros" });
    block.write(`${size.toString(8)}`.padStart(11, "0"), 124, "latin1");
    const zeros = Buffer.alloc(1024 ** 2);
    async function* pieces() {
      yield sign(block);
      for (let i = 0; i < 20; i++) yield zeros; // it is refused by what it says, not when it is full
    }
    yield* Readable.from(pieces()).pipe(gzip);
  }
  const root = mkdtempSync(join(base, "zeros-"));
  const { budgetFor } = await import("../src/image/layer/budget.ts");
  const unpacked = unpackLayer(bomb() as never, root, budgetFor(10 * 1024 ** 2));
  await rejects(unpacked, /entry "zeros" makes the layer too large/);
});

test("archives around the layers", async () => {
  const tar = tarball({ name: "a", data: "a" });
  const config = (diffIds: unknown) =>
    Buffer.from(JSON.stringify({ os: "linux", rootfs: { type: "layers", diff_ids: diffIds } }));
  const docker = (manifest: unknown, ...files: Raw[]) =>
    tarball({ name: "manifest.json", data: JSON.stringify(manifest) }, ...files);
  const c = { name: "c.json", data: config([`sha256:${sha256(tar)}`]) };
  const item = { Config: "c.json", Layers: ["l.tar"] };
  await refused(
    "path out",
    docker([{ ...item, Layers: ["../../../etc/passwd"] }], c),
    /is missing/,
  );
  await refused("absolute", docker([{ ...item, Layers: [join(victim, "file")] }], c), /is missing/);
  const link = { name: "l.tar", type: "2", link: join(victim, "file") };
  await refused("link out", docker([item], c, link), /is missing/);
  const loop = [
    { name: "l.tar", type: "2", link: "m" },
    { name: "m", type: "2", link: "l.tar" },
  ];
  await refused("links in a ring", docker([item], c, ...loop), /is missing/);
  const traversal = { name: "../../l.tar", data: tar };
  await refused("file out", docker([item], c, traversal), /is missing/);
  await refused("no config", docker([{ ...item, Config: "nope" }]), /nope is missing/);
  await refused("not JSON", tarball({ name: "manifest.json", data: "{" }), /is not JSON/);
  await refused("not a list", docker({}), /is not what docker writes/);
  await refused("null", docker([null]), /is not what docker writes/);
  await refused("no image", docker([]), /there is no image in the archive/);
  const ids = { name: "c.json", data: config(["sha256:../../../x"]) };
  await refused("diff id", docker([item], ids), /is not an image configuration/);
  const windows = Buffer.from(JSON.stringify({ os: "windows", rootfs: { diff_ids: [] } }));
  await refused("windows", docker([item], { name: "c.json", data: windows }), /not for linux/);
  await refused("a root file system", tar, /no image archive.*is for 'import'/);
  await refused("nothing", Buffer.alloc(0), /no image archive/);
  await refused("text", Buffer.from("hello, world".repeat(100)), /not a tar archive/);
  const twice = docker([item], c, { name: "l.tar", data: tar }, { name: "./l.tar", data: "" });
  await refused("twice", twice, /is in the archive twice/);
  const bad = docker([{ ...item, RepoTags: ["UPPER"] }], c, { name: "l.tar", data: tar });
  await refused("a bad name", bad, /must be lowercase/);
});

test("an index that leads in a ring, or to nothing", async () => {
  const index = (digest: string) => ({
    mediaType: "application/vnd.oci.image.index.v1+json",
    digest,
    size: 1,
  });
  const top = (...manifests: object[]) => ({
    name: "index.json",
    data: JSON.stringify({ schemaVersion: 2, manifests }),
  });
  let inner = Buffer.from(JSON.stringify({ manifests: [] }));
  const files: Raw[] = [];
  for (let i = 0; i < 8; i++) {
    files.push({ name: `blobs/sha256/${sha256(inner)}`, data: inner });
    inner = Buffer.from(JSON.stringify({ manifests: [index(`sha256:${sha256(inner)}`)] }));
  }
  files.push({ name: `blobs/sha256/${sha256(inner)}`, data: inner });
  const deep = tarball(top(index(`sha256:${sha256(inner)}`)), ...files);
  await refused("deep", deep, /indexes lead to no image/);
  await refused("missing", tarball(top(index(`sha256:${"1".repeat(64)}`))), /is missing/);
  await refused("a path", tarball(top(index("sha256:../../x"))), /is not an image index/);
});

test.run();
