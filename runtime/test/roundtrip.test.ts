/**
 * Committed images in the hands of tools that know nothing of mydocker, and back. Needs root, a
 * built bundle, busybox, and Debian's packages skopeo, umoci and runc; a test whose tools are not
 * here is skipped, and says so.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Store, storeOf } from "./store.ts";

const test = suite<{ store: Store }>("round trip");

const MISSING = ["skopeo", "umoci", "runc", "podman"].filter(
  (tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0,
);

/** A test that needs tools: skipped loudly where one is missing. */
function withTools(tools: readonly string[], name: string, run: (store: Store) => void): void {
  const missing = tools.filter((tool) => MISSING.includes(tool));
  if (missing.length === 0) {
    test(name, ({ store }) => run(store));
    return;
  }
  process.stderr.write(`SKIPPED: ${name}: ${missing.join(", ")} not here (apt-get install)\n`);
  test.skip(name);
}

test.before.each((context) => {
  context.store = storeOf("roundtrip");
});

test.after.each(({ store }) => store.remove());

const CHANGES = [
  "mkdir -p /d/sub; echo one > /d/file; ln /d/file /d/sub/hard; ln -s file /d/soft",
  "echo p > /d/setuid; chown 1000:70000 /d/setuid; chmod 6755 /d/setuid; mkfifo /d/fifo",
  'touch "/d/$(printf "latin-\\344")" /d/$(head -c 250 /dev/zero | tr "\\0" n)',
  "rm -r /home; mkdir /home; echo own > /home/new; rm /etc/group; echo more >> /etc/motd",
].join("; ");

const tool = (name: string, ...words: string[]) =>
  execFileSync(name, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** A committed image, saved. */
function saved(store: Store): string {
  store.run("--name", "bird", "busybox", "sh", "-c", CHANGES);
  const words = ["-m", "changed", "-a", "17x", "-c", 'CMD ["sh", "-c", "cat /d/soft /etc/motd"]'];
  store.mydocker("commit", ...words, "bird", "new:1");
  const archive = join(store.directory, "new.tar");
  store.mydocker("save", "-o", archive, "new:1");
  return archive;
}

/** Every file but those that mydocker mounts over: what, mode, owner, names, size, time, content. */
const LIST = String.raw`cd "$0" && find . ! -path . ! -path './dev*' ! -path './proc*' ! -path './sys*' -printf '%p %y %m %U:%G %l ' -and \( -type d -printf '\n' -o -printf '%n %s %T@\n' \) | sed 's/\.[0-9]*$//' | LC_ALL=C sort`;

const listOf = (directory: string) =>
  execFileSync("sh", ["-c", LIST, directory], { encoding: "latin1" });

/** The container's own tree. */
function exported(store: Store, name: string): string {
  const tree = join(store.directory, `tree-${name}`);
  mkdirSync(tree);
  const archive = join(store.directory, "export.tar");
  store.mydocker("export", "-o", archive, name);
  execFileSync("tar", ["--numeric-owner", "-xpf", archive, "-C", tree]);
  return tree;
}

withTools(["skopeo"], "skopeo reads what save wrote of a commit", (store) => {
  const archive = saved(store);
  const seen = JSON.parse(tool("skopeo", "inspect", `docker-archive:${archive}`));
  assert.is(seen.Layers.length, 3);
  const config = JSON.parse(tool("skopeo", "inspect", "--config", `docker-archive:${archive}`));
  assert.equal(config.config.Cmd, ["sh", "-c", "cat /d/soft /etc/motd"]);
  assert.is(config.author, "17x");
  assert.is(config.history.at(-1).comment, "changed");
});

withTools(
  ["skopeo", "umoci"],
  "umoci unpacks the container's tree, and what it packs loads",
  (store) => {
    const oci = join(store.directory, "oci");
    tool("skopeo", "copy", "--quiet", `docker-archive:${saved(store)}`, `oci:${oci}:new`);
    const bundle = join(store.directory, "bundle");
    tool("umoci", "unpack", "--image", `${oci}:new`, bundle);
    const rootfs = join(bundle, "rootfs");
    assert.is(listOf(rootfs), listOf(exported(store, "bird")));
    assert.is(tool("chroot", rootfs, "/bin/cat", "/d/soft", "/etc/motd"), "one\nimage\nmore\n");

    writeFileSync(join(rootfs, "d/by-umoci"), "umoci\n");
    execFileSync("rm", ["-r", join(rootfs, "d/sub")]);
    tool("umoci", "repack", "--image", `${oci}:back`, bundle);
    const back = join(store.directory, "back.tar");
    tool("skopeo", "copy", "--quiet", `oci:${oci}:back`, `docker-archive:${back}:back:1`);
    store.mydocker("load", "-i", back);
    assert.is(store.run("--rm", "back:1"), "one\nimage\nmore\n");
    const words = ["sh", "-c", "cat /d/by-umoci; ls /d/sub /etc/group 2>&1 | grep -c No"];
    assert.is(store.run("--rm", "back:1", ...words), "umoci\n2\n");
  },
);

withTools(["skopeo"], "an OCI layout loads, and a commit of it goes back", (store) => {
  const oci = join(store.directory, "oci");
  tool("skopeo", "copy", "--quiet", `docker-archive:${saved(store)}`, `oci:${oci}:new`);
  const archive = join(store.directory, "oci.tar");
  execFileSync("tar", ["-cf", archive, "-C", oci, "."]);
  store.mydocker("rm", "bird");
  store.mydocker("rmi", "new:1");
  const loaded = store.mydocker("load", "-i", archive).trim().split(" ").at(-1) ?? "";
  store.run("--name", "owl", loaded, "sh", "-c", "rm /d/setuid");
  store.mydocker("commit", "owl", "again:1");
  const again = join(store.directory, "again.tar");
  store.mydocker("save", "-o", again, "again:1");
  const seen = JSON.parse(tool("skopeo", "inspect", `docker-archive:${again}`));
  assert.is(seen.Layers.length, 4);
});

withTools(["skopeo", "umoci", "runc"], "runc runs it", (store) => {
  const oci = join(store.directory, "oci");
  tool("skopeo", "copy", "--quiet", `docker-archive:${saved(store)}`, `oci:${oci}:new`);
  const bundle = join(store.directory, "bundle");
  tool("umoci", "unpack", "--image", `${oci}:new`, bundle);
  const file = join(bundle, "config.json");
  const spec = JSON.parse(readFileSync(file, "utf8"));
  spec.process.terminal = false;
  writeFileSync(file, JSON.stringify(spec));
  const name = `mydocker-test-${process.pid}`;
  const root = join(store.directory, "runc");
  const { status, stdout, stderr } = spawnSync(
    "runc",
    ["--root", root, "run", "--bundle", bundle, name],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 30_000,
    },
  );
  if (status !== 0 && /cgroup|device or resource busy|operation not permitted/i.test(stderr)) {
    process.stderr.write(`SKIPPED: runc cannot run anything on this machine: ${stderr}\n`);
    return;
  }
  assert.is(stdout, "one\nimage\nmore\n", stderr);
});

withTools(["podman"], "podman loads it", (store) => {
  const archive = saved(store);
  const place = join(store.directory, "podman");
  const words = ["--root", place, "--runroot", `${place}-run`, "--storage-driver", "vfs"];
  const podman = (...more: string[]) => tool("podman", ...words, ...more);
  assert.match(podman("load", "-q", "-i", archive), /new:1/);
  const [image] = JSON.parse(podman("image", "inspect", "new:1"));
  assert.is(image.RootFS.Layers.length, 3);
  assert.ok(existsSync(archive));
});

test.run();
