/** Layers are unpacked as GNU tar would, and in overlay's form; needs root. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lchownSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { unpackLayer } from "../src/image/layer/unpack.ts";
import { OPAQUE } from "../src/image/whiteout.ts";
import { native } from "../src/kernel/native.ts";
import { header, sign, tarball } from "./imagetar.ts";

const test = suite("unpacking a layer");

const FREE = { names: 10_000, bytes: 1024 ** 3 };
const CAPABILITY = Buffer.from("0100000200ff80000000000000000000000000ff", "hex");

let base = "";
test.before(() => {
  base = mkdtempSync(join(tmpdir(), "layer-"));
});
test.after(() => rmSync(base, { recursive: true, force: true }));

const fresh = () => mkdtempSync(join(base, "x-"));

/** @param piece bytes that come at once: every boundary must do */
async function unpack(archive: Buffer, piece = archive.length): Promise<string> {
  const root = fresh();
  async function* pieces() {
    for (let at = 0; at < archive.length; at += piece) yield archive.subarray(at, at + piece);
  }
  await unpackLayer(pieces(), root, FREE);
  return root;
}

/** All that can be known of a tree, by path; directories' sizes and what no archive keeps left out. */
function portrait(root: string): Map<string, unknown> {
  const inodes = new Map<number, string>();
  const all = new Map<string, unknown>();
  const look = (path: Buffer, name: string) => {
    const s = lstatSync(path);
    const first = inodes.get(s.ino) ?? name;
    inodes.set(s.ino, first);
    const xattrs = native.llistxattr(path).sort();
    all.set(name, {
      mode: s.mode.toString(8),
      owner: `${s.uid}:${s.gid}`,
      mtime: Math.round(s.mtimeMs * 10) / 10,
      device: s.rdev,
      same: s.isDirectory() ? undefined : first,
      size: s.isFile() ? s.size : undefined,
      content: s.isFile() ? readFileSync(path).toString("base64").slice(0, 4096) : undefined,
      target: s.isSymbolicLink() ? readlinkSync(path, "latin1") : undefined,
      xattrs: xattrs.map((x) => [x, Buffer.from(native.lgetxattr(path, x)).toString("hex")]),
    });
    if (!s.isDirectory()) return;
    const names = readdirSync(path, "buffer").sort(Buffer.compare);
    for (const part of names) {
      const child = Buffer.concat([path, Buffer.from("/"), part]);
      look(child, `${name}/${part.toString("latin1")}`);
    }
  };
  look(Buffer.from(root), "");
  return all;
}

function makeTree(): string {
  const root = fresh();
  const at = (name: string) => join(root, name);
  mkdirSync(at("dir/deep"), { recursive: true });
  writeFileSync(at("empty"), "");
  writeFileSync(at("dir/program"), "#!/bin/sh\n");
  chownSync(at("dir/program"), 12, 34);
  chmodSync(at("dir/program"), 0o6755);
  writeFileSync(at("dir/deep/big"), Buffer.alloc(300_000, "content "));
  linkSync(at("dir/deep/big"), at("hardlink"));
  symlinkSync("../nowhere", at("dir/symlink"));
  lchownSync(at("dir/symlink"), 5, 6);
  linkSync(at("dir/symlink"), at("link-to-link"));
  writeFileSync(at("capable"), "x");
  native.lsetxattr(at("capable"), "security.capability", CAPABILITY);
  native.lsetxattr(at("capable"), "user.note", Buffer.from("two\nlines = \xff", "latin1"));
  native.lsetxattr(at("dir"), "user.dir", Buffer.from("1"));
  native.mknod(at("fifo"), 0o010640, 0, 0);
  native.mknod(at("char"), 0o020600, 1, 3);
  native.mknod(at("block"), 0o060600, 7, 200);
  mkdirSync(at(`${"long".repeat(40)}/${"name".repeat(40)}`), { recursive: true });
  writeFileSync(at(`${"long".repeat(40)}/${"name".repeat(40)}/f`), "deep");
  symlinkSync("target".repeat(40), at("long-target"));
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe, 0x41])]), "raw");
  writeFileSync(at("ünïcode"), "u");
  writeFileSync(at("owned"), "");
  chownSync(at("owned"), 3_000_000, 4_000_000);
  chmodSync(at("dir"), 0o2775);
  chmodSync(at("dir/deep"), 0o1700);
  lutimesSync(at("dir/symlink"), 1000, 1000);
  for (const name of ["dir/deep", "dir", "empty"])
    utimesSync(at(name), 1_500_000_000, 1_234_567_890);
  utimesSync(root, 1_000_000_000, 1_000_000_000);
  return root;
}

test("all that GNU tar keeps is kept, in its own format and in pax", async () => {
  const tree = makeTree();
  for (const format of ["gnu", "posix"]) {
    const attributes = format === "posix" ? ["--xattrs", "--xattrs-include=*"] : [];
    const options = [`--format=${format}`, "--numeric-owner", ...attributes];
    const archive = execFileSync("tar", ["-C", tree, ...options, "-c", "."], {
      maxBuffer: 2 ** 30,
    });
    const expected = fresh();
    execFileSync("tar", ["-C", expected, "-xp", "--numeric-owner", ...attributes], {
      input: archive,
    });
    for (const piece of [archive.length, 1000, 4096]) {
      const actual = portrait(await unpack(archive, piece));
      const wanted = portrait(expected);
      assert.equal([...actual.keys()], [...wanted.keys()]);
      for (const [name, what] of wanted) assert.equal(actual.get(name), what, `${format}: ${name}`);
    }
  }
});

test("sparse files keep their holes", async () => {
  const tree = fresh();
  writeFileSync(join(tree, "sparse"), "begin");
  truncateSync(join(tree, "sparse"), 50 * 1024 * 1024);
  for (let i = 1; i < 40; i++) {
    execFileSync("dd", ["of=sparse", "conv=notrunc", "bs=4096", `seek=${i * 20}`, "status=none"], {
      input: `data ${i}`,
      cwd: tree,
    });
  }
  for (const format of ["gnu", "posix"]) {
    const archive = execFileSync("tar", ["-C", tree, `--format=${format}`, "-cS", "sparse"]);
    assert.ok(archive.length < 1024 ** 2);
    const root = await unpack(archive, 700);
    const { size, blocks } = statSync(join(root, "sparse"));
    assert.is(size, 50 * 1024 * 1024);
    assert.ok(blocks * 512 < 1024 ** 2, "the holes take no room");
    execFileSync("cmp", [join(root, "sparse"), join(tree, "sparse")]);
  }
});

test("sparse files in the old pax form are refused in words", async () => {
  const tree = fresh();
  writeFileSync(join(tree, "sparse"), "");
  truncateSync(join(tree, "sparse"), 1024 ** 2);
  for (const version of ["0.0", "0.1"]) {
    const options = ["--format=posix", `--sparse-version=${version}`, "-cS", "sparse"];
    const archive = execFileSync("tar", ["-C", tree, ...options]);
    await refused(archive, /is sparse in an old form: make the archive again without --sparse/);
  }
});

async function refused(archive: Buffer, why: RegExp): Promise<void> {
  try {
    await unpack(archive);
  } catch (error) {
    assert.match((error as Error).message, why);
    return;
  }
  assert.unreachable(`not refused: ${why}`);
}

const isWhiteout = (path: string) => {
  const s = lstatSync(path);
  return s.isCharacterDevice() && s.rdev === 0;
};

const isOpaque = (path: string) => native.llistxattr(path).includes(OPAQUE);

test("whiteouts and opaque directories are overlay's", async () => {
  const root = await unpack(
    tarball(
      { name: "gone-dir/.wh.file", data: "" },
      { name: ".wh.top" },
      { name: "kept/", type: "5", mode: 0o700, mtime: 77 },
      { name: "kept/.wh..wh..opq" },
      { name: "kept/new", data: "x" },
      { name: ".wh..wh.plnk/1.2" },
      { name: ".wh..wh.aufs" },
    ),
  );
  assert.ok(isWhiteout(join(root, "gone-dir/file")));
  assert.ok(isWhiteout(join(root, "top")));
  assert.ok(isOpaque(join(root, "kept")));
  assert.not(isOpaque(join(root, "gone-dir")));
  assert.is(statSync(join(root, "kept")).mtimeMs, 77_000, "the marker changes no times");
  assert.equal(
    readdirSync(root).filter((name) => name.startsWith(".wh.")),
    [],
  );
  assert.ok(readFileSync(join(root, "kept/new")).equals(Buffer.from("x")));
});

test("what a layer has itself is not hidden by its whiteout, in either order", async () => {
  const file = { name: "file", data: "here" };
  const dir = { name: "dir/", type: "5" };
  const inside = { name: "implied/inside", data: "here" };
  for (const order of [
    [{ name: ".wh.file" }, { name: ".wh.dir" }, { name: ".wh.implied" }, file, dir, inside],
    [file, dir, inside, { name: ".wh.file" }, { name: ".wh.dir" }, { name: ".wh.implied" }],
  ]) {
    const root = await unpack(tarball(...order));
    assert.is(readFileSync(join(root, "file"), "utf8"), "here");
    assert.is(readFileSync(join(root, "implied/inside"), "utf8"), "here");
    assert.ok(isOpaque(join(root, "dir")), "it replaces the one below");
    assert.ok(isOpaque(join(root, "implied")), "so does one that is only implied");
  }
});

test("of two entries with one name the last one counts", async () => {
  const root = await unpack(
    tarball(
      { name: "a", data: "first" },
      { name: "a", data: "second", mode: 0o600 },
      { name: "d/", type: "5", mode: 0o700 },
      { name: "d/x", data: "" },
      { name: "d", type: "2", link: "elsewhere" },
      { name: "l", type: "2", link: "a" },
      { name: "l", data: "a file now" },
      { name: "e/", type: "5", mode: 0o700 },
      { name: "e/kept", data: "" },
      { name: "e/", type: "5", mode: 0o711 },
    ),
  );
  assert.is(readFileSync(join(root, "a"), "utf8"), "second");
  assert.is(readlinkSync(join(root, "d")), "elsewhere");
  assert.is(readFileSync(join(root, "l"), "utf8"), "a file now");
  assert.is(statSync(join(root, "e")).mode & 0o7777, 0o711);
  assert.equal(readdirSync(join(root, "e")), ["kept"]);
});

test("directories that no entry names are root's, 0755, whatever the umask", async () => {
  const before = process.umask(0o077);
  try {
    const root = await unpack(tarball({ name: "a/b/c", data: "", mode: 0o666 }));
    assert.is(statSync(join(root, "a/b")).mode & 0o7777, 0o755);
    assert.is(statSync(join(root, "a/b/c")).mode & 0o7777, 0o666);
    assert.is(statSync(root).mode & 0o7777, 0o755);
  } finally {
    process.umask(before);
  }
});

test("directories keep their times when their content comes later, or again", async () => {
  const root = await unpack(
    tarball(
      { name: "./", type: "5", mtime: 11, mode: 0o750 },
      { name: "a/", type: "5", mtime: 22, mode: 0o755 },
      { name: "b/", type: "5", mtime: 33, mode: 0o755 },
      { name: "a/1", data: "" },
      { name: "b/1", data: "" },
      { name: "a/2", data: "" },
      { name: "a/2", type: "2", link: "x" },
      { name: "c/x", data: "" },
      { name: "c/", type: "5", mtime: 44, mode: 0o755 },
      { name: "c/y", data: "" },
      { name: ".wh.z" },
    ),
  );
  const times = ["", "a", "b", "c"].map((name) => statSync(join(root, name)).mtimeMs / 1000);
  assert.equal(times, [11, 22, 33, 44]);
  assert.is(statSync(root).mode & 0o7777, 0o750);
});

test("an absolute hard link's target means within the layer", async () => {
  const root = await unpack(
    tarball({ name: "etc/real", data: "mine" }, { name: "copy", type: "1", link: "/etc/real" }),
  );
  assert.is(statSync(join(root, "copy")).ino, statSync(join(root, "etc/real")).ino);
});

test("a link entry's own size, owner and mode say nothing", async () => {
  const root = await unpack(
    tarball(
      { name: "real", data: "mine", mode: 0o4711, uid: 7 },
      { name: "copy", type: "1", link: "real", mode: 0o777, uid: 9 },
      { name: "sym", type: "2", link: "real", size: 0 },
    ),
  );
  const { mode, uid } = statSync(join(root, "copy"));
  assert.is(mode & 0o7777, 0o4711);
  assert.is(uid, 7);
});

test("pax overrides the header, also with bytes that are not UTF-8", async () => {
  const root = await unpack(
    tarball({
      name: "short",
      data: "1234",
      size: 4,
      pax: {
        path: Buffer.from([0x6e, 0xff]),
        uid: "70000",
        gid: "80000",
        mtime: "12.5",
        "SCHILY.xattr.user.bin": Buffer.from([0, 0x0a, 0xff]),
        "SCHILY.xattr.security.selinux": "system_u:object_r:x",
      },
    }),
  );
  const [name] = readdirSync(root, "buffer");
  assert.equal([...(name ?? [])], [0x6e, 0xff]);
  const { uid, gid, mtimeMs } = statSync(
    Buffer.concat([Buffer.from(`${root}/`), name ?? Buffer.alloc(0)]),
  );
  assert.equal([uid, gid, mtimeMs], [70_000, 80_000, 12_500]);
});

test("a global header, an old directory and a contiguous file are understood", async () => {
  const comment = Buffer.from("20 comment=a commit\n");
  const global = Buffer.concat([
    header({ name: "pax_global_header", type: "g", size: comment.length }),
    Buffer.concat([comment, Buffer.alloc(512 - comment.length)]),
  ]);
  const old = header({ name: "old/" });
  old[156] = 0;
  const archive = Buffer.concat([
    global,
    sign(old),
    tarball({ name: "contiguous", type: "7", data: "x" }),
  ]);
  const root = await unpack(archive);
  assert.equal(readdirSync(root).sort(), ["contiguous", "old"]);
  assert.ok(statSync(join(root, "old")).isDirectory());
});

test("gzip in several members, zstd, and an empty layer", async () => {
  const archive = tarball({ name: "a", data: Buffer.alloc(200_000, "a") });
  const half = Math.floor(archive.length / 2);
  const members = [archive.subarray(0, half), archive.subarray(half)].map((part) => gzipSync(part));
  const zstd = execFileSync("zstd", ["-c"], { input: archive });
  for (const packed of [Buffer.concat(members), zstd]) {
    for (const piece of [packed.length, 3]) {
      const root = await unpack(packed, piece);
      assert.is(statSync(join(root, "a")).size, 200_000);
    }
  }
  assert.equal(readdirSync(await unpack(tarball())), []);
  assert.equal(readdirSync(await unpack(Buffer.alloc(0))), []);
});

test("other compressions are named, with the way out", async () => {
  const xz = Buffer.from("fd377a585a0000", "hex");
  await refused(xz, /compressed with xz: decompress it first \(xz -d\)/);
  await refused(Buffer.from("BZh9xxxxxxx"), /bzip2 -d/);
});

test.run();
