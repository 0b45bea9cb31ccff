/**
 * commit, diff and export on real containers; needs root, a built bundle and busybox. What tools
 * that know nothing of mydocker make of its images is in roundtrip.test.ts.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { changesOf } from "../src/image/changes.ts";
import { applyInstructions } from "../src/image/instructions.ts";
import { writeLayer } from "../src/image/layer/write.ts";
import { lowerTree } from "../src/image/lower.ts";
import { whiteoutNames } from "../src/image/whiteoutnames.ts";
import { native } from "../src/kernel/native.ts";
import { type Store, storeOf } from "./store.ts";
import { vacate } from "./vacate.ts";

const test = suite<{ store: Store }>("commit");

test.before.each((context) => {
  context.store = storeOf("commit");
});

test.after.each(({ store }) => store.remove());

const KINDS = [
  "mkdir -p /d/sub",
  "echo one > /d/file",
  "ln /d/file /d/sub/hard",
  "ln -s ../nowhere /d/soft",
  "mkfifo /d/fifo",
  "mknod /d/device c 1 3",
  "echo program > /d/setuid; chmod 6755 /d/setuid",
  "chown 1000:70000 /d/sub",
  'touch "/d/$(printf "latin-\\344")" "/d/$(printf "new\\nline")"',
  "touch /d/$(head -c 250 /dev/zero | tr '\\0' n)",
  "dd if=/dev/zero of=/d/sparse bs=1 count=1 seek=3000000 2>/dev/null; echo end >> /d/sparse",
  "touch -d '1960-01-01 00:00:00' /d/fifo",
  "rm -r /home; mkdir /home; echo own > /home/new",
  "rm /etc/group",
].join("; ");

/** Every file of a tree but for the content of directories: what, whose, when, how many names. */
const LIST = String.raw`cd "$0" && find . ! -path . ! -path './dev*' ! -path './proc*' ! -path './sys*' -printf '%p %y %m %U:%G %l ' -and \( -type d -printf 'x\n' -o -printf '%n %s %T@\n' \) | sed 's/\.[0-9]*$//' | LC_ALL=C sort`;

const listOf = (directory: string) =>
  execFileSync("sh", ["-c", LIST, directory], { encoding: "latin1" });

/** struct vfs_cap_data, revision 2: CAP_NET_RAW permitted and effective (capabilities(7)). */
const NET_RAW = Buffer.from("0100000200200000000000000000000000000000", "hex");

test("a file of every kind comes through a commit as it was, and export shows the same", ({
  store,
}) => {
  store.run("--name", "bird", "busybox", "sh", "-c", KINDS);
  const capability = join(store.upper("bird"), "d/setuid");
  native.lsetxattr(capability, "security.capability", NET_RAW);
  store.mydocker("commit", "bird", "new");
  const trees = ["bird", "copy"].map((name) => {
    if (name === "copy") store.run("--name", name, "new", "true");
    const tree = join(store.directory, name);
    mkdirSync(tree);
    const archive = join(store.directory, "export.tar");
    store.mydocker("export", "-o", archive, name);
    const options = [
      "--warning=no-timestamp",
      "--xattrs",
      "--xattrs-include=*",
      "--numeric-owner",
      "-xpf",
      archive,
    ];
    execFileSync("tar", [...options, "-C", tree]);
    return tree;
  });
  const [before = "", after = ""] = trees;
  assert.is(listOf(after), listOf(before));
  assert.match(listOf(before), /\.\/d\/file f 644 0:0 {2}2 /);
  assert.match(listOf(before), /\.\/d\/setuid f 6755 /);
  assert.match(listOf(before), /\.\/d\/fifo p .* 0 -315619200$/m);
  assert.not.match(listOf(before), /home\/old|etc\/group/);
  const found = native.lgetxattr(join(after, "d/setuid"), "security.capability");
  assert.equal(Buffer.from(found), NET_RAW);
});

test("export shows what the kernel's overlay shows", ({ store }) => {
  store.run("--name", "bird", "busybox", "sh", "-c", KINDS);
  const container = join(store.upper("bird"), "..");
  const script = `
    layers=$(ls "$1/lower" | sort -rn | sed 's|^|lower/|' | paste -sd:)
    cd "$1" && mkdir seen && mount -t overlay o -o "ro,lowerdir=upper:$layers" seen
    mkdir "$2/out" && "$3" export bird | tar --warning=no-timestamp -xp --numeric-owner -C "$2/out"
    list() { sh -c "$0" "$1"; }
    [ "$(list "$1/seen")" = "$(list "$2/out")" ] && echo same`;
  const words = ["--mount", "sh", "-c", script, LIST, container, store.directory, store.program];
  const out = execFileSync("unshare", words, { encoding: "utf8", env: store.env });
  assert.is(out, "same\n");
});

test("the same difference makes the same layer, wherever and whenever it is read", async ({
  store,
}) => {
  store.run("--name", "bird", "busybox", "sh", "-c", KINDS);
  const upper = store.upper("bird");
  const copy = join(store.directory, "copy");
  execFileSync("cp", ["-a", upper, copy]);
  await setTimeout(1100); // another second
  const lower = lowerTree([]);
  const write = (name: string, directory: string) =>
    writeLayer(join(store.directory, name), directory, changesOf(directory, lower));
  const [one, two] = [await write("one", upper), await write("two", copy)];
  assert.is(two.digest, one.digest);
  const bytes = readFileSync(join(store.directory, "one"));
  assert.is(one.digest, `sha256:${createHash("sha256").update(bytes).digest("hex")}`);
});

test("a socket is left out and named, and so is a file that would delete another", ({ store }) => {
  store.run(
    "--name",
    "bird",
    "busybox",
    "sh",
    "-c",
    "mkdir /d; echo x > /d/.wh.motd; echo x > /d/f",
  );
  const listen = "require('net').createServer().listen(process.argv[1], () => process.exit())";
  const cwd = join(store.upper("bird"), "d"); // a socket's path may have 107 bytes only
  execFileSync(process.execPath, ["-e", listen, "socket"], { cwd });
  const { err } = store.try("commit", "bird", "new");
  assert.match(err, /^mydocker: \/d\/socket is a socket, .* left out$/m);
  assert.match(err, /^mydocker: \/d\/\.wh\.motd has a name .* left out$/m);
  assert.is(store.run("--rm", "new", "ls", "-A", "/d"), "f\n");
});

test("volumes, the container's own /etc files and mydocker's mount points stay out", ({
  store,
}) => {
  const volume = join(store.directory, "volume");
  mkdirSync(volume);
  const script = "echo own > /data/own; echo more >> /etc/hosts; touch /dev/x /dev/shm/y /tmp/z";
  store.run("-v", `${volume}:/data`, "--name", "bird", "busybox", "sh", "-c", script);
  const { out } = store.try("diff", "bird");
  assert.is(out, "A /data\nC /tmp\nA /tmp/z\n"); // the volume's place is there, as with docker
});

test("an image without /dev, /proc and /sys gets none by a commit", ({ store }) => {
  store.run("--name", "bird", "bare", "/bin/sh", "-c", "echo x > /file");
  assert.is(store.try("diff", "bird").out, "A /file\n");
});

test("the new image runs as the container ran, unless --change says otherwise", ({ store }) => {
  store.run(..."--name bird -e A=1 -w /tmp busybox sh -c".split(" "), "echo $A $B; pwd");
  store.mydocker("commit", "bird", "as-it-ran");
  assert.is(store.run("--rm", "as-it-ran"), "1\n/tmp\n");
  store.mydocker("commit", "-c", "ENV B=2", "-c", "WORKDIR d", "bird", "changed");
  assert.is(store.run("--rm", "changed"), "1 2\n/tmp/d\n");
});

test("the last step of the history is the commit, also when the image told of none", ({
  store,
}) => {
  store.run("--name", "bird", "busybox", "sh", "-c", "echo 12345 > /home/seed");
  store.mydocker("commit", "-m", "fed", "bird", "fed");
  const steps = store.mydocker("history", "--json", "fed").trim().split("\n");
  const told = steps.map((step) => JSON.parse(step)).map(({ Comment, Bytes }) => [Comment, Bytes]);
  assert.is(told.length, 3);
  assert.equal(told[0], ["fed", 6]);
});

test("what cannot be committed is refused before anything is made", ({ store }) => {
  store.run("--name", "bird", "busybox", "true");
  const before = store.images();
  const refused = (wanted: RegExp, ...words: string[]) => {
    const { status, err } = store.try("commit", ...words);
    assert.is(status, 1, words.join(" "));
    assert.match(err, wanted);
  };
  refused(/no container "none"/, "none", "new");
  refused(/not a list of strings/, "-c", "CMD [sh]", "bird", "new");
  refused(/an instruction is needed/, "-c", "RUN true", "bird", "new");
  refused(/Bad Name/, "bird", "Bad Name");
  refused(/--pause=perhaps/, "--pause=perhaps", "bird", "new");
  assert.is(store.images(), before);
});

test("the short form means the only container", ({ store }) => {
  assert.match(store.try("commit", "new").err, /there is no container: say which/);
  store.run("--name", "bird", "busybox", "true");
  assert.is(store.try("commit", "new").status, 0);
  store.run("--name", "owl", "busybox", "true");
  assert.match(store.try("commit", "newer").err, /there are 2 containers: say which/);
});

/** Starts a container and waits until its script has made /ready. */
async function running(store: Store, name: string, script: string): Promise<ChildProcess> {
  const words = ["run", "--name", name, "busybox", "sh", "-c", script];
  const child = spawn(store.program, words, { env: store.env, stdio: "ignore" });
  await until(() => existsSync(join(store.upper(name), "ready")));
  return child;
}

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !safely(holds); await setTimeout(5)) {
    if (Date.now() > deadline) throw new Error(`it never came: ${holds}`);
  }
}

function safely(holds: () => boolean): boolean {
  try {
    return holds();
  } catch {
    return false; // the container's directory is not there yet
  }
}

/** Files come and go, grow and shrink, and a directory is by turns a link to the machine's secret. */
const RESTLESS = (secret: string) => `mkdir /d /d/real; echo inside > /d/real/secret; touch /ready
  while :; do
    echo $RANDOM > /d/a; mv /d/a /d/b; rm -f /d/c; mkfifo /d/c; rm /d/c; echo c > /d/c
    head -c 300000 /dev/zero > /d/big; : > /d/big
    mv /d/real /d/aside; ln -s ${secret} /d/real; rm /d/real; mv /d/aside /d/real
  done`;

test("what changes while it is read does no harm, and nothing of the machine gets in", async ({
  store,
}) => {
  const secret = join(store.directory, "machine");
  mkdirSync(secret);
  execFileSync("sh", ["-c", `echo of the machine > ${secret}/secret`]);
  const child = await running(store, "bird", RESTLESS(secret));
  try {
    for (let round = 0; round < 8; round++) {
      const { status, err } = store.try("commit", "--no-pause", "bird", "restless");
      assert.is(status, 0, err);
      const found = store.mydocker("export", "bird");
      assert.not.match(found, /of the machine/);
      const saved = store.mydocker("save", "restless");
      assert.not.match(saved, /of the machine/);
    }
  } finally {
    store.mydocker("rm", "-f", "bird");
    child.kill();
  }
});

const COUNTING =
  "head -c 30000000 /dev/zero > /ballast; touch /ready; while :; do echo >> /zzz; done";

/** How much a container writes within a moment, in bytes. */
async function progress(store: Store): Promise<number> {
  const size = () => readFileSync(join(store.upper("bird"), "zzz")).length;
  const before = size();
  await until(() => size() !== before);
  return size() - before;
}

test("commits that are killed leave no half image, and their container goes on", async ({
  store,
}) => {
  const child = await running(store, "bird", COUNTING);
  const before = store.images();
  try {
    for (let delay = 30; delay <= 330; delay += 60) {
      for (const signal of ["SIGKILL", "SIGTERM"] as const) {
        const commit = spawn(store.program, ["commit", "bird", "killed"], { env: store.env });
        const ended = new Promise((resolve) => commit.on("close", resolve));
        await setTimeout(delay);
        commit.kill(signal);
        await ended;
        if (store.images() !== before) {
          store.run("--rm", "killed", "true"); // it was quicker: then all of it is there
          store.mydocker("rmi", "killed");
        }
        assert.is(store.images(), before);
        assert.ok((await progress(store)) > 0, `stands still: ${signal} after ${delay} ms`);
      }
    }
    assert.is(store.try("commit", "bird", "whole").status, 0);
    assert.equal(readdirSync(join(store.root, "tmp")), []);
  } finally {
    store.mydocker("rm", "-f", "bird");
    child.kill();
  }
});

test("a full disk leaves no half image", () => {
  const script = `mkdir -p "$1" && mount -t tmpfs -o size=24m small "$1" && exec "$0" --import tsx "$2" "$1"`;
  const program = new URL("fulldisk.ts", import.meta.url).pathname;
  const directory = mkdtempSync("/tmp/mydocker-full-");
  try {
    const words = ["--mount", "sh", "-c", script, process.execPath, directory, program];
    const out = execFileSync("unshare", words, {
      encoding: "utf8",
      cwd: new URL("../..", import.meta.url).pathname,
    });
    const [status, err, same, later] = JSON.parse(out);
    assert.is(status, 1);
    assert.match(err, /^mydocker: the new (layer|image): .*no space is left in .*make room/);
    assert.ok(same, "the images are as before");
    assert.is(later, 0);
  } finally {
    vacate(join(directory, "state"), directory);
  }
});

test("a container stands still while it is read", async ({ store }) => {
  const script = `${COUNTING.replace("/zzz", "/aaa; echo >> /zzz")}`;
  const child = await running(store, "bird", script);
  try {
    store.mydocker("commit", "bird", "still");
    const [first = 0, last = 0] = store
      .run("--rm", "still", "sh", "-c", "wc -c < /aaa; wc -c < /zzz")
      .split("\n")
      .map(Number);
    assert.ok(first - last === 0 || first - last === 1, `${first} and ${last}`);
    assert.ok((await progress(store)) > 0);
  } finally {
    store.mydocker("rm", "-f", "bird");
    child.kill();
  }
});

test("export refuses a terminal, and leaves an old file as it is when it fails", ({ store }) => {
  store.run("--name", "bird", "busybox", "true");
  const words = ["-qec", `${store.program} export bird`, "/dev/null"];
  const out = execFileSync("sh", ["-c", 'script "$@" || :', "sh", ...words], {
    encoding: "utf8",
    env: store.env,
  });
  assert.match(out, /redirect standard output/);
  assert.is(store.try("export", "none").status, 1);
});

test("whiteoutNames", () => {
  assert.equal(whiteoutNames({ kind: "D", path: "/a" }), ["/.wh.a"]);
  assert.equal(whiteoutNames({ kind: "D", path: "/a/b" }), ["/a/.wh.b"]);
  assert.equal(whiteoutNames({ kind: "D", path: "/a/b", implied: true }), []);
  assert.equal(whiteoutNames({ kind: "C", path: "/a", opaque: true }), ["/a/.wh..wh..opq"]);
  assert.equal(whiteoutNames({ kind: "A", path: "/a", opaque: false }), []);
});

test("applyInstructions, as a Dockerfile's", () => {
  const base = { Cmd: ["sh"], Env: ["PATH=/bin", "A=1"], WorkingDir: "/srv" };
  const apply = (...texts: string[]) => applyInstructions(base, texts);
  assert.equal(apply('CMD ["a", "b c"]').Cmd, ["a", "b c"]);
  assert.equal(apply("CMD a b").Cmd, ["/bin/sh", "-c", "a b"]);
  assert.equal(apply('ENTRYPOINT ["e"]').Cmd, null);
  assert.equal(apply('ENTRYPOINT ["e"]', 'CMD ["c"]').Cmd, ["c"]);
  assert.equal(apply("ENV PATH=$PATH:/x B=\"two words\" C='$A'").Env, [
    "PATH=/bin:/x",
    "A=1",
    "B=two words",
    "C=$A",
  ]);
  assert.equal(apply("env old form here").Env, ["PATH=/bin", "A=1", "old=form here"]);
  assert.is(apply("WORKDIR deeper").WorkingDir, "/srv/deeper");
  assert.equal(apply("EXPOSE 80 53/udp").ExposedPorts, { "80/tcp": {}, "53/udp": {} });
  assert.equal(apply("LABEL a=b c='d e'").Labels, { a: "b", c: "d e" });
});

test.run();
