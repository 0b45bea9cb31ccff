/** Images through the command line: in, out, listed, named and removed; needs root and a bundle. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { configOf, dockerArchive, ociArchive, sha256 } from "./imagearchive.ts";
import { tarball } from "./imagetar.ts";

const test = suite("load, save and the like");

const MYDOCKER = fileURLToPath(new URL("../bin/mydocker", import.meta.url));

let root = "";
test.before.each(() => {
  root = mkdtempSync(join(tmpdir(), "images-"));
});
test.after.each(() => rmSync(root, { recursive: true, force: true }));

function mydocker(args: string[], input: Buffer | string = "", state = join(root, "state")) {
  const env = { ...process.env, MYDOCKER_ROOT: state, MYDOCKER_NETWORK: "none" };
  const options = { input, env, timeout: 60_000, maxBuffer: 2 ** 30 };
  const { status, stdout, stderr } = spawnSync(MYDOCKER, args, options);
  return { status, out: stdout.toString(), err: stderr.toString(), bytes: stdout };
}

const ok = (args: string[], input: Buffer | string = "", state?: string) => {
  const result = mydocker(args, input, state);
  assert.is(result.status, 0, `${args.join(" ")}: ${result.err}`);
  return result.out;
};

const failed = (args: string[]) => {
  const { status, err } = mydocker(args);
  assert.ok(status !== 0, args.join(" "));
  return err;
};

const BASE = tarball({ name: "etc/", type: "5", mode: 0o755 }, { name: "etc/file", data: "base" });
const TOP = tarball({ name: "etc/.wh.file" }, { name: "new", data: Buffer.alloc(2000, "n") });
const WANTED = { layers: [BASE, TOP], names: ["busybox:latest", "host:5000/bb:1"] };
const ID = sha256(configOf(WANTED));

const gzip = (bytes: Buffer) => gzipSync(bytes);
const zstd = (bytes: Buffer) => spawnSync("zstd", ["-c"], { input: bytes }).stdout;

test("docker's archives and image layouts, plain, gzip and zstd, outside and inside", () => {
  const plain = (bytes: Buffer) => bytes;
  for (const make of [dockerArchive, ociArchive]) {
    for (const inner of [plain, gzip, zstd]) {
      for (const outer of [plain, gzip, zstd]) {
        const state = join(root, `${make.name}-${inner.name}-${outer.name}`);
        const out = ok(["load"], outer(make(WANTED, inner)), state);
        assert.is(out, "Loaded image: busybox:latest\nLoaded image: host:5000/bb:1\n");
        assert.is(ok(["images", "-q", "--no-trunc"], "", state), `sha256:${ID}\n`);
        const layer = join(state, "layers", sha256(TOP));
        assert.is(statSync(join(layer, "etc/file")).rdev, 0);
        assert.ok(statSync(join(layer, "etc/file")).isCharacterDevice());
        assert.is(statSync(join(layer, "new")).size, 2000);
      }
    }
  }
});

test("load -i FILE, and an image without a name", () => {
  writeFileSync(join(root, "a.tar"), dockerArchive({ layers: [BASE] }));
  const id = sha256(configOf({ layers: [BASE] }));
  assert.is(ok(["load", "-i", join(root, "a.tar")]), `Loaded image ID: sha256:${id}\n`);
  assert.match(ok(["images"]), /^<none> +<none> +[0-9a-f]{12} /m);
  assert.match(ok(["load", "--input", join(root, "a.tar")]), /Loaded image ID/);
  assert.match(ok(["image", "load", "-i", "-"], dockerArchive(WANTED)), /busybox:latest/);
});

test("an index gives the image of this machine, and none of what builders attest", () => {
  const inner = ociArchive(WANTED);
  const other = { architecture: "s390x", os: "linux" };
  const here = { architecture: process.arch === "x64" ? "amd64" : process.arch, os: "linux" };
  const [manifest] = JSON.parse(textOf(inner, "index.json")).manifests;
  const index = Buffer.from(
    JSON.stringify({
      manifests: [
        { ...manifest, digest: `sha256:${"0".repeat(64)}`, platform: other },
        { ...manifest, annotations: { "vnd.docker.reference.type": "attestation-manifest" } },
        { ...manifest, platform: here },
      ],
    }),
  );
  const name = { "io.containerd.image.name": "docker.io/library/many:1" };
  const top = {
    mediaType: "application/vnd.oci.image.index.v1+json",
    digest: `sha256:${sha256(index)}`,
    size: index.length,
    annotations: name,
  };
  const archive = Buffer.concat([
    tarball(
      { name: "index.json", data: JSON.stringify({ manifests: [top] }) },
      { name: `blobs/sha256/${sha256(index)}`, data: index },
    ).subarray(0, -1024),
    withoutIndex(inner),
  ]);
  assert.is(ok(["load"], archive), "Loaded image: many:1\n");
  assert.is(ok(["images", "-q", "--no-trunc"]), `sha256:${ID}\n`);
});

/** A file's text out of an archive that imagearchive.ts has made. */
function textOf(archive: Buffer, name: string): string {
  const at = archive.indexOf(name);
  const size = Number.parseInt(archive.toString("latin1", at + 124, at + 135), 8);
  return archive.toString("utf8", at + 512, at + 512 + size);
}

/** The same archive from behind its index.json on. */
function withoutIndex(archive: Buffer): Buffer {
  const at = archive.indexOf("index.json");
  const size = Number.parseInt(archive.toString("latin1", at + 124, at + 135), 8);
  return archive.subarray(at + 512 + Math.ceil(size / 512) * 512);
}

test("images: docker's columns, sizes that are true, --json for programs", () => {
  ok(["load"], dockerArchive(WANTED));
  const [head = "", ...rows] = ok(["images"]).trimEnd().split("\n");
  assert.is(head, "REPOSITORY     TAG       IMAGE ID       CREATED       SIZE");
  assert.equal(rows, [
    `busybox        latest    ${ID.slice(0, 12)}   ${years()} years ago   2kB`,
    `host:5000/bb   1         ${ID.slice(0, 12)}   ${years()} years ago   2kB`,
  ]);
  assert.is(ok(["images", "-q"]), `${ID.slice(0, 12)}\n`);
  const [line = ""] = ok(["images", "--json", "busybox"]).split("\n");
  const { Repository, Tag, ID: id, Bytes } = JSON.parse(line);
  assert.equal([Repository, Tag, id, Bytes], ["busybox", "latest", `sha256:${ID}`, 2004]);
  assert.is(ok(["images", "nosuch"]).trimEnd().split("\n").length, 1);
  assert.match(ok(["images", "host:5000/bb:1"]), /host:5000/);
});

const years = () => Math.floor((Date.now() - Date.parse("2020-01-02T03:04:05Z")) / 31_536e6);

test("images and history: filters and formats as docker has them", () => {
  ok(["load"], dockerArchive(WANTED));
  const names = (...filters: string[]) => {
    const words = filters.flatMap((filter) => ["-f", filter]);
    return ok(["images", ...words, "--format", "{{.Repository}}:{{.Tag}}"])
      .split("\n")
      .slice(0, -1);
  };
  const both = ["busybox:latest", "host:5000/bb:1"];
  assert.equal(names(), both);
  assert.equal(names("dangling=false"), both);
  assert.equal(names("dangling=true"), []);
  assert.equal(names("reference=busy*"), ["busybox:latest"]);
  assert.equal(names("reference=*:latest", "reference=host:5000/b?"), both);
  assert.equal(names("reference=b"), []);
  assert.equal(names("label=none"), []);
  assert.equal(names("before=busybox"), []);
  assert.equal(names("since=busybox"), []);
  assert.match(failed(["images", "-f", "size=1"]), /NAME=VALUE, of dangling, reference/);
  assert.match(failed(["images", "--filter", "dangling=x"]), /true or false/);
  assert.match(failed(["images", "--filter", "since=nosuch"]), /nosuch/);
  const table = ok(["images", "--no-trunc", "--format", "table {{.ID}}\\t{{.Size}}", "busybox"]);
  assert.is(table, `IMAGE ID${" ".repeat(66)}SIZE\nsha256:${ID}   2kB\n`);
  const steps = ok(["history", "--format", "{{.CreatedBy}}|{{.Size}}", "busybox"]).split("\n");
  assert.equal(steps.slice(0, 2), ["CMD|0B", "/bin/sh -c #(nop) ADD layer 1|2kB"]);
});

test("images before there is a store", () => {
  assert.match(ok(["images"]), /^REPOSITORY +TAG +IMAGE ID +CREATED +SIZE\n$/);
  assert.is(ok(["images", "-q"]), "");
  assert.not(existsSync(join(root, "state/blobs")));
});

test("history: the latest step first, with what each layer takes", () => {
  ok(["load"], dockerArchive(WANTED));
  const rows = ok(["history", "busybox"])
    .trimEnd()
    .split("\n")
    .map((row) => row.split(/ {3,}/));
  assert.equal(rows[0], ["IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT"]);
  assert.equal(rows[1], [ID.slice(0, 12), "N/A", "CMD", "0B", "a comment"]);
  assert.is(rows[2]?.[2], "/bin/sh -c #(nop) ADD layer 1");
  assert.equal(
    rows.slice(1).map((row) => row[3]),
    ["0B", "2kB", "4B"],
  );
  assert.equal(ok(["history", "-q", "busybox"]).split("\n")[1], "<missing>");
});

test("tag gives and moves names; an image that lost its name is still there", () => {
  ok(["load"], dockerArchive(WANTED));
  ok(["load"], dockerArchive({ layers: [BASE], names: ["other:1"] }));
  assert.is(ok(["tag", "busybox", "copy"]), "");
  assert.is(ok(["tag", ID.slice(0, 8), "host:5000/x:y"]), "");
  ok(["tag", "other:1", "copy:latest"]);
  const other = sha256(configOf({ layers: [BASE] })).slice(0, 12);
  assert.match(ok(["images", "copy"]), new RegExp(other));
  ok(["tag", "busybox", "other:1"]);
  ok(["tag", "busybox", "copy"]);
  assert.match(ok(["images"]), new RegExp(`^<none> +<none> +${other}`, "m"));
  for (const [source, name, why] of [
    ["nosuch", "x", /no image "nosuch" here/],
    ["busybox", "UPPER", /must be lowercase/],
    ["busybox", `x@sha256:${ID}`, /a new name has a tag, not a digest/],
  ] as const) {
    const { status, err } = mydocker(["tag", source, name]);
    assert.is(status, 1);
    assert.match(err, why);
  }
});

test("rmi takes a name; the last one takes the image, and what only it needed", () => {
  ok(["load"], dockerArchive(WANTED));
  ok(["load"], dockerArchive({ layers: [BASE], names: ["base"] }));
  assert.is(ok(["rmi", "busybox"]), "Untagged: busybox:latest\n");
  const out = ok(["rmi", "host:5000/bb:1"]);
  assert.is(
    out,
    `Untagged: host:5000/bb:1\nDeleted: sha256:${ID}\nDeleted: sha256:${sha256(TOP)}\n`,
  );
  const layers = readdirSync(join(root, "state/layers")).filter((name) => !name.endsWith(".json"));
  assert.equal(layers, [sha256(BASE)], "the other image still needs it");
  ok(["rmi", "base"]);
  assert.equal(readdirSync(join(root, "state/layers")), []);
  assert.equal(readdirSync(join(root, "state/blobs/sha256")), []);
  assert.equal(readdirSync(join(root, "state/tmp")), []);
});

test("rmi of an id that has several names wants to be sure", () => {
  ok(["load"], dockerArchive(WANTED));
  const { status, err } = mydocker(["rmi", ID.slice(0, 12)]);
  assert.is(status, 1);
  assert.match(
    err,
    /has several names \(busybox:latest, host:5000\/bb:1\): remove them, or use --force/,
  );
  assert.match(ok(["rmi", "-f", ID.slice(0, 12)]), /Untagged: host:5000\/bb:1\nDeleted: sha256:/);
  const missing = mydocker(["rmi", "nosuch", "another"]);
  assert.is(missing.status, 1);
  assert.is(missing.err.trimEnd().split("\n").length, 2, "one line each");
});

test("image prune removes what has no name, and with -a all", () => {
  ok(["load"], dockerArchive(WANTED));
  ok(["load"], dockerArchive({ layers: [BASE] }));
  assert.match(ok(["image", "prune"], "n\n"), /Go on\? \[y\/N\]\n$/);
  assert.is(ok(["images", "-q"]).trimEnd().split("\n").length, 2);
  assert.match(ok(["image", "prune"], "y\n"), /deleted: sha256:.*\n\nTotal reclaimed space: /s);
  assert.is(ok(["images", "-q"]), `${ID.slice(0, 12)}\n`);
  assert.match(ok(["image", "prune", "-af"]), /untagged: busybox:latest\n/);
  assert.equal(readdirSync(join(root, "state/blobs/sha256")), []);
});

test("import from a file and from standard input, with instructions", () => {
  const file = join(root, "root.tar.gz");
  writeFileSync(file, gzipSync(BASE));
  const id = ok(["import", "-c", 'CMD ["sh"]', "-c", "ENV A=1", file, "imported:1"]).trim();
  assert.match(id, /^sha256:[0-9a-f]{64}$/);
  assert.match(ok(["import", "-"], BASE), /^sha256:/);
  assert.match(ok(["import", "-", "again"], zstd(BASE)), /^sha256:/);
  const config = JSON.parse(readFileSync(join(root, "state/blobs/sha256", id.slice(7)), "utf8"));
  assert.equal(config.config, { Cmd: ["sh"], Env: ["A=1"] });
  assert.equal(config.rootfs.diff_ids, [`sha256:${sha256(BASE)}`]);
  assert.match(ok(["history", "imported:1"]), /Imported from .*root\.tar\.gz/);
  assert.is(ok(["images", "-q"]).trimEnd().split("\n").length, 3);
  const bad = mydocker(["import", "-", "x"], BASE.subarray(0, 700));
  assert.is(bad.status, 1);
  assert.match(bad.err, /^mydocker: standard input: .*cut off\n$/);
});

test("what was saved can be loaded, and is the same image with the same layers", () => {
  ok(["load"], ociArchive(WANTED, gzip));
  const file = join(root, "saved.tar");
  ok(["save", "-o", file, "busybox", "host:5000/bb:1"]);
  assert.is(statSync(file).mode & 0o777, 0o600);
  const piped = mydocker(["save", "busybox:latest", "host:5000/bb:1"]).bytes;
  assert.ok(piped.equals(readFileSync(file)), "the same bytes every time");
  const elsewhere = join(root, "elsewhere");
  ok(["load", "-i", file], "", elsewhere);
  assert.is(ok(["images", "--json"], "", elsewhere), ok(["images", "--json"]));
  const blobs = (state: string) => readdirSync(join(root, state, "blobs/sha256")).sort();
  assert.equal(blobs("elsewhere"), blobs("state"));
});

test("save of an id has no name; of a repository all tags; of nothing, no file", () => {
  ok(["load"], dockerArchive(WANTED));
  ok(["tag", "busybox", "busybox:2"]);
  const elsewhere = join(root, "elsewhere");
  const out = (...names: string[]) => ok(["load"], mydocker(["save", ...names]).bytes, elsewhere);
  assert.is(out(ID), `Loaded image ID: sha256:${ID}\n`);
  assert.is(out("busybox"), "Loaded image: busybox:latest\nLoaded image: busybox:2\n");
  const file = join(root, "no.tar");
  const { status, err } = mydocker(["save", "-o", file, "busybox", "nosuch"]);
  assert.is(status, 1);
  assert.match(err, /no image "nosuch" here/);
  assert.not(readdirSync(root).some((name) => name.startsWith("no.tar")));
});

test("save notices what the disk has changed, and keeps the old file", () => {
  ok(["load"], dockerArchive(WANTED));
  const file = join(root, "x.tar");
  writeFileSync(file, "old");
  const blob = join(root, "state/blobs/sha256", sha256(TOP));
  const bytes = readFileSync(blob);
  bytes[1600] = (bytes[1600] ?? 0) ^ 1;
  writeFileSync(blob, bytes);
  const { status, err } = mydocker(["save", "-o", file, "busybox"]);
  assert.is(status, 1);
  assert.match(err, /is damaged: remove its image and get it again/);
  assert.is(readFileSync(file, "utf8"), "old");
});

test("skopeo and umoci read what was saved; what skopeo writes is loaded", () => {
  if (spawnSync("skopeo", ["--version"]).status !== 0) return;
  ok(["load"], dockerArchive(WANTED));
  const file = join(root, "x.tar");
  ok(["save", "-o", file, "busybox", "host:5000/bb:1"]);
  const skopeo = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync("skopeo", ["--insecure-policy", ...args]);
    assert.is(status, 0, stderr.toString());
    return stdout.toString();
  };
  for (const from of [
    `docker-archive:${file}:busybox:latest`,
    `oci-archive:${file}:docker.io/library/busybox:latest`,
  ]) {
    assert.is(JSON.parse(skopeo("inspect", from)).Architecture, "amd64", from);
    const layout = mkdtempSync(join(root, "layout-"));
    skopeo("copy", "-q", from, `oci:${layout}:x`);
    if (spawnSync("umoci", ["--version"]).status === 0) {
      const bundle = join(layout, "bundle");
      const unpacked = spawnSync("umoci", ["unpack", "--image", `${layout}:x`, bundle]);
      assert.is(unpacked.status, 0, unpacked.stderr.toString());
      assert.equal(readdirSync(join(bundle, "rootfs")).sort(), ["etc", "new"]);
      assert.equal(readdirSync(join(bundle, "rootfs/etc")), []);
    }
    for (const to of ["docker-archive", "oci-archive"]) {
      const back = join(root, `${to}.tar`);
      rmSync(back, { force: true });
      skopeo("copy", "-q", from, `${to}:${back}:other:tag`);
      assert.is(ok(["load", "-i", back], "", layout), "Loaded image: other:tag\n");
    }
  }
});

test("podman loads what was saved, under the same name", () => {
  if (spawnSync("podman", ["--version"]).status !== 0) return;
  ok(["load"], dockerArchive(WANTED));
  const file = join(root, "x.tar");
  ok(["save", "-o", file, "busybox", "host:5000/bb:1"]);
  const storage = ["--root", join(root, "pod"), "--runroot", join(root, "run")];
  const podman = (...args: string[]) =>
    spawnSync("podman", [...storage, "--storage-driver", "vfs", ...args]);
  const { status, stdout, stderr } = podman("load", "-q", "-i", file);
  assert.is(status, 0, stderr.toString());
  assert.match(stdout.toString(), /docker\.io\/library\/busybox:latest/);
  assert.match(stdout.toString(), /host:5000\/bb:1/);
  for (const format of ["docker-archive", "oci-archive"]) {
    const back = join(root, `${format}.tar`);
    const saved = podman("save", "-q", "--format", format, "-o", back, "host:5000/bb:1");
    assert.is(saved.status, 0, saved.stderr.toString());
    assert.is(ok(["load", "-i", back], "", join(root, format)), "Loaded image: host:5000/bb:1\n");
  }
});

test("wrong command lines are 125, what cannot be done 1, one line each", () => {
  for (const [code, ...args] of [
    [125, "load", "--nosuch"],
    [125, "load", "extra"],
    [125, "save"],
    [125, "tag", "one"],
    [125, "rmi"],
    [125, "images", "a", "b"],
    [125, "image"],
    [125, "image", "nosuch"],
    [1, "load", "-i", "/nonexistent"],
    [1, "load", "-i", "/"],
    [1, "load", "-i", MYDOCKER],
    [1, "import", "/nonexistent"],
    [1, "history", "nosuch"],
    [1, "save", "nosuch"],
    [1, "save", "-o", "/nonexistent/x", "nosuch"],
    [1, "rmi", "nosuch"],
  ] as const) {
    const { status, out, err } = mydocker(args.map(String));
    assert.is(status, code, args.join(" "));
    assert.is(out, "");
    if (args.length > 1) assert.match(err, /^mydocker: [^\n]+\n$/, args.join(" "));
  }
});

test("the store is root's own", () => {
  ok(["load"], dockerArchive(WANTED));
  assert.is(statSync(join(root, "state")).mode & 0o777, 0o700);
  const env = { ...process.env, MYDOCKER_ROOT: join(root, "nobody") };
  const options = { env, uid: 65534, gid: 65534, input: dockerArchive(WANTED) };
  const { status, stderr } = spawnSync(MYDOCKER, ["load"], options);
  assert.is(status, 1);
  assert.match(stderr.toString(), /: images need root \(sudo\)\n$/);
});

test.run();
