/** Volumes: their options as data, and real containers with them; needs root and a built bundle. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import { parseMount } from "../src/container/mountoption.ts";
import { parseVolumes } from "../src/container/volumes.ts";
import { attachVolumes, openVolumes, type Volume } from "../src/inside/volumes.ts";
import { mount_setattr, slot } from "../src/kernel/call.ts";
import { hintFor } from "../src/kernel/hints.ts";
import { vacate } from "./vacate.ts";

const test = suite("volumes");

const parse = (word: string) => parseVolumes([word])[0];
const usual = { readOnly: false, propagation: "private" } as const;

test("-v: both spellings of the articles, options, names, and no name at all", () => {
  assert.equal(parse("/root/volume:containerVolume"), {
    source: "/root/volume",
    target: "/containerVolume",
    ...usual,
  });
  assert.equal(parse("/root/volume:containerVolume"), parse("/root/volume:/containerVolume"));
  assert.equal(parse("./a:/b/../c/"), { source: "./a", target: "/c", ...usual });
  assert.equal(parse("data:/var/lib:ro,nocopy"), {
    source: "data",
    target: "/var/lib",
    ...usual,
    readOnly: true,
    empty: true,
  });
  assert.equal(parse("/cache"), { source: undefined, target: "/cache", ...usual });
  assert.is(parse("/a:/b:rslave")?.propagation, "slave");
});

test("-v: what cannot be is refused, and quoted", () => {
  for (const word of [
    "",
    ":",
    "/a:",
    ":/a",
    "/a:/b:x",
    "/a:/b:ro:rw",
    "a/b:/c",
    "-x:/c",
    "/a:/",
    "/a:/b/..",
  ]) {
    assert.throws(
      () => parseVolumes([word]),
      (error: Error) => error.message.includes(`-v ${JSON.stringify(word)}: `),
    );
  }
});

test("--mount: bind, volume, tmpfs", () => {
  assert.equal(parseMount("type=bind,src=/a,dst=b,ro"), {
    volume: { source: "/a", target: "/b", readOnly: true, propagation: "private", mustExist: true },
  });
  assert.equal(parseMount("source=data,target=/d,volume-nocopy=true").volume, {
    source: "data",
    target: "/d",
    ...usual,
    empty: true,
  });
  assert.is(parseMount('type=bind,"source=/a,b",target=/d').volume?.source, "/a,b");
  assert.is(
    parseMount("type=tmpfs,destination=/t,tmpfs-size=64m").tmpfs?.options,
    "mode=1777,size=64m",
  );
  for (const text of [
    "",
    "target=/d,source=/path",
    "type=bind,target=/d",
    "type=nfs,target=/d",
    "type=bind,source=/a",
    "type=tmpfs,source=/a,target=/d",
    "type=bind,source=/a,target=/d,readonly=maybe",
    "type=tmpfs,target=/d,tmpfs-mode=9",
    "type=bind,source=/a,target=/",
  ]) {
    assert.throws(() => parseMount(text), /^--mount /);
  }
});

const volume = (target: string): Volume => ({ source: "/a", target, file: false, ...usual });

test("a volume below another one comes after it", () => {
  const volumes = [volume("/a/b"), volume("/a")];
  const opened = openVolumes(volumes).map(({ keptAs }) => keptAs);
  const moved = attachVolumes(volumes).filter(({ name }) => name === "move_mount");
  assert.equal(opened, ["volume0", "volume1"]);
  assert.equal(
    moved.map(({ args }) => [args[0], args[3]]),
    [
      [slot("volume1"), "/a"],
      [slot("volume0"), "/a/b"],
    ],
  );
});

test("a kernel that cannot make a volume read-only says since when one can", () => {
  const call = mount_setattr(slot("volume0"), "", 0, 1, 0);
  assert.match(hintFor(call, "ENOSYS") ?? "", /mount_setattr came with Linux 5\.12/);
});

const MYDOCKER = fileURLToPath(new URL("../bin/mydocker", import.meta.url));
let TOP = "";
let ROOT = "";

test.before(() => {
  TOP = mkdtempSync(join(tmpdir(), "mydocker-volumes-"));
  ROOT = join(TOP, "root");
  execFileSync("cp", ["-a", busyboxRoot(), ROOT]);
});

test.after(() => vacate(join(TOP, "state"), TOP));

const env = () => ({ ...process.env, MYDOCKER_ROOT: join(TOP, "state"), MYDOCKER_NETWORK: "none" });

function command(...args: string[]) {
  const options = { env: env(), timeout: 20_000, encoding: "utf8", cwd: TOP } as const;
  const { status, stdout, stderr } = spawnSync(MYDOCKER, args, options);
  return { status, out: stdout, err: stderr };
}

const run = (...args: string[]) => command("run", "--rootfs", ROOT, ...args);

/** A new directory of the machine. */
function hostDirectory(files: Readonly<Record<string, string>> = {}): string {
  const directory = mkdtempSync(join(TOP, "host-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

/** Starts a container and returns once it has printed something. */
async function started(...args: string[]): Promise<ChildProcess> {
  const child = spawn(MYDOCKER, ["run", ...args], {
    env: env(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return child;
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once("exit", resolve));

const childOf = (pid = 0): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ")[0]);

async function until(what: string, check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !check(); await setTimeout(5)) {
    if (Date.now() > deadline) throw new Error(`in vain: ${what}`);
  }
}

test("a directory and a file, both ways; a missing directory is made", () => {
  const host = hostDirectory({ f: "of the machine\n" });
  const missing = join(TOP, "missing/deep");
  const { status, out, err } = run(
    ...["-v", `${host}:one`, "-v", `${host}/f:/etc/motd`, "-v", `${missing}:/two/three`],
    ...["sh", "-c", "cat /one/f /etc/motd && echo back > /one/g && echo new > /two/three/x"],
  );
  assert.is(err, "");
  assert.is(status, 0);
  assert.is(out, "of the machine\nof the machine\n");
  assert.is(readFileSync(join(host, "g"), "utf8"), "back\n");
  assert.is(readFileSync(join(missing, "x"), "utf8"), "new\n");
});

test("a device, a socket's place and a program that runs can be targets", () => {
  const { status, err } = run(
    ...["-v", "/dev/null:/etc/fd/null", "-v", `${ROOT}/bin/busybox:/bin/cat`],
    ...["sh", "-c", "[ -c /etc/fd/null ] && [ -f /bin/cat ]"],
  );
  assert.is(err, "");
  assert.is(status, 0);
});

test("read-only holds for what is mounted below, and only in the container", () => {
  const host = hostDirectory();
  mkdirSync(join(host, "below"));
  execFileSync("mount", ["-t", "tmpfs", "volumes-test", join(host, "below")]);
  try {
    const options = ["-v", `${host}:/ro:ro`, "--mount", `type=bind,src=${host},dst=/also,ro`];
    const { out } = run(
      ...[...options, "sh", "-c"],
      "for d in /ro /ro/below /also /also/below; do touch $d/x 2> /dev/null || echo no; done",
    );
    assert.is(out, "no\nno\nno\nno\n");
    writeFileSync(join(host, "below/x"), "");
    assert.is(run("-v", `${host}:/rw`, "touch", "/rw/below/y", "/rw/z").status, 0);
  } finally {
    execFileSync("umount", [join(host, "below")]);
  }
});

test("it works in a user namespace, too", () => {
  const host = hostDirectory({ f: "1\n" });
  const { out, err } = run(
    "--userns",
    "-v",
    `${host}:/v`,
    "-v",
    `${host}:/r:ro`,
    "sh",
    "-c",
    "cat /v/f; touch /r/x || :",
  );
  assert.is(out, "1\n");
  assert.match(err, /Read-only/);
});

test("the order of the options does not matter, also for a tmpfs", () => {
  const [outer, inner] = [hostDirectory({ o: "" }), hostDirectory({ i: "" })];
  const { out } = run(
    ...[
      "--tmpfs",
      "/a/b/t",
      "-v",
      `${inner}:/a/b`,
      "-v",
      `${outer}:/a`,
      "--tmpfs",
      "/t",
      "-v",
      `${inner}:/t/v`,
    ],
    ...["sh", "-c", "ls /a /a/b /t; grep -c ' /a/b/t ' /proc/mounts"],
  );
  assert.is(out, "/a:\nb\no\n\n/a/b:\ni\nt\n\n/t:\nv\n1\n");
});

test("two mounts in one place, or a bind that is not there: refused, and nothing is made", () => {
  const missing = join(TOP, "not-made");
  assert.is(run("-v", `${missing}:/a`, "--tmpfs", "/a", "true").status, 125);
  assert.match(run("--mount", `type=bind,src=${missing},dst=/a`, "true").err, /does not exist/);
  assert.is(command("run", "-v", `${missing}:/no/such/place`, "/bin/true").status, 125);
  assert.is(run("--plan", "-v", `${missing}:/a`, "-v", "planned:/b", "true").status, 0);
  assert.not.ok(existsSync(missing));
  assert.is(command("volume", "ls", "-q").out, "");
});

test("links of the image lead nowhere but into it", () => {
  const [host, victim] = [hostDirectory({ f: "" }), hostDirectory()];
  const up = join("../".repeat(20), victim);
  symlinkSync(victim, join(ROOT, "absolute"));
  symlinkSync(up, join(ROOT, "relative"));
  mkdirSync(join(ROOT, victim), { recursive: true });
  for (const target of ["/absolute", "/relative", "/absolute/x/y", "/relative/x/y"]) {
    const { status, err } = run(
      "-v",
      `${host}:${target}`,
      "-v",
      `${host}/f:${target}-f`,
      "test",
      "-e",
      `${target}/f`,
    );
    assert.is(status, 0, err);
  }
  assert.equal(readdirSync(victim), []);
});

test("a link to nowhere in the image becomes a directory of the container, as in docker", () => {
  const [host, outside] = [hostDirectory({ f: "kept" }), `/nowhere-${process.pid}`];
  const links = {
    lost: `${outside}/x`,
    up: `${"../".repeat(20)}${outside}/up`,
    second: "lost",
    file: `${outside}/file`,
    memory: `${outside}/memory`,
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(ROOT, name));
  for (const target of ["/lost", "/lost/sub/deep", "/up", "/second"]) {
    const { status, out, err } = run("-v", `${host}:${target}`, "cat", `${target}/f`);
    assert.is(err, "");
    assert.equal([status, out], [0, "kept"], target);
  }
  assert.is(run("-v", `${host}/f:/file`, "cat", "/file").out, "kept");
  assert.match(
    run("--tmpfs", "/memory", "mount").out,
    new RegExp(`^tmpfs on ${outside}/memory `, "m"),
  );
  assert.not.ok(existsSync(outside));
  symlinkSync("ring", join(ROOT, "ring"));
  assert.is(run("-v", `${host}:/ring`, "true").status, 125);
});

test("a named volume keeps its data from one container to the next, and has docker's commands", () => {
  assert.is(run("-v", "data:/d", "sh", "-c", "echo kept > /d/f").status, 0);
  assert.is(run("--mount", "src=data,dst=/e,ro", "cat", "/e/f").out, "kept\n");
  assert.is(command("volume", "create", "--label", "a=b", "other").out, "other\n");
  assert.is(command("volume", "create", "other").status, 0);
  assert.is(
    command("volume", "ls").out,
    "DRIVER    VOLUME NAME\nlocal     data\nlocal     other\n",
  );
  assert.is(command("volume", "ls", "-qf", "label=a").out, "other\n");
  const { status, out, err } = command("volume", "inspect", "data", "nobody");
  assert.is(status, 1);
  assert.match(err, /no volume "nobody"/);
  const [{ Name, Driver, Mountpoint, Scope }] = JSON.parse(out);
  assert.equal([Name, Driver, Scope], ["data", "local", "local"]);
  assert.is(readFileSync(join(Mountpoint, "f"), "utf8"), "kept\n");
  assert.is(command("volume", "prune", "-f").out, "Total reclaimed space: 0B\n");
  assert.is(
    command("volume", "prune", "-af").out,
    "Deleted Volumes:\ndata\nother\n\nTotal reclaimed space: 5B\n",
  );
  assert.is(command("volume", "rm", "data").status, 1);
  assert.is(command("volume", "rm", "-f", "data").status, 0);
});

test("names that are none, and names of other places", () => {
  for (const name of ["..", "-x", "a", ".new-1", "a/b", "x".repeat(256)]) {
    assert.is(command("volume", "create", "--", name).status, 1, name);
    assert.is(command("volume", "rm", "-f", "--", name).err, "");
  }
  assert.is(command("volume", "create", "x".repeat(255)).status, 0);
  assert.is(command("volume", "rm", "x".repeat(255)).status, 0);
});

test("what the image has in a volume's place is its first content, with owners and modes", () => {
  const place = join(ROOT, "content");
  mkdirSync(join(place, "d"), { recursive: true });
  writeFileSync(join(place, "d/f"), "of the image\n");
  symlinkSync("/etc/passwd", join(place, "link"));
  chownSync(place, 7, 8);
  chmodSync(place, 0o1751);
  const look = [
    "sh",
    "-c",
    "stat -c '%u %g %a' /content; cat /content/d/f; readlink /content/link",
  ];
  const expected = "7 8 1751\nof the image\n/etc/passwd\n";
  assert.is(run("-v", "fresh:/content", ...look).out, expected);
  assert.is(run("-v", "fresh:/content", "sh", "-c", "rm -r /content/d").status, 0);
  assert.is(run("-v", "fresh:/content", "ls", "/content").out, "link\n", "only while it is empty");
  assert.is(run("-v", "bare:/content:nocopy", "ls", "/content").out, "");
  assert.is(run("-v", "bare:/nowhere/yet", "ls", "/nowhere/yet").out, "");
  assert.is(
    run("-v", `${hostDirectory()}:/content`, "ls", "/content").out,
    "",
    "no path is filled",
  );
  command("volume", "rm", "fresh", "bare");
});

test("a fill that was killed is completed, and two at once do not meet", async () => {
  command("volume", "create", "half");
  const data = join(TOP, "state/volumes/half/_data");
  writeFileSync(join(data, "../filling"), "");
  writeFileSync(join(data, "link"), "half");
  assert.is(run("-v", "half:/content", "ls", "/content").out, "d\nlink\n");
  const both = await Promise.all(
    [1, 2].map(() => started("--rootfs", ROOT, "-v", "twins:/content", "ls", "/content")),
  );
  await Promise.all(both.map((child) => child.exitCode ?? ended(child)));
  assert.is(run("-v", "twins:/content", "ls", "/content").out, "d\nlink\n");
  command("volume", "rm", "half", "twins");
});

test("a volume that somebody has is not removed, also without a record, also with force", async () => {
  const child = await started("--rootfs", ROOT, "-v", "busy:/d", "sh", "-c", "echo; exec sleep 60");
  for (const args of [
    ["rm", "busy"],
    ["rm", "-f", "busy"],
  ]) {
    const { status, err } = command("volume", ...args);
    assert.is(status, 1);
    assert.match(err, /volume busy is in use by a container that runs/);
  }
  assert.is(command("volume", "ls", "-qf", "dangling=true").out, "");
  child.kill("SIGKILL");
  await ended(child);
  assert.is(command("volume", "rm", "busy").status, 0);
});

test("many at once make one volume, and lose none of their writes", async () => {
  const names = Array.from({ length: 6 }, (_, i) => `f${i}`);
  const all = await Promise.all(
    names.map((name) =>
      started("--rootfs", ROOT, "-v", "crowd:/d", "sh", "-c", `touch /d/${name}; echo`),
    ),
  );
  await Promise.all(all.map((child) => child.exitCode ?? ended(child)));
  assert.is(run("-v", "crowd:/d", "ls", "/d").out, names.map((name) => `${name}\n`).join(""));
  command("volume", "rm", "crowd");
});

test("what a killed command left unfinished is swept, and is no volume", () => {
  const left = join(TOP, "state/volumes/.new-left");
  mkdirSync(left);
  assert.is(command("volume", "ls", "-q").out, "");
  command("volume", "create", "next");
  assert.not.ok(existsSync(left));
  command("volume", "rm", "next");
});

/** Loads an image with a VOLUME out of the busybox tree. */
function loadImage(): void {
  const work = mkdtempSync(join(TOP, "image-"));
  execFileSync("tar", ["-C", ROOT, "-cf", join(work, "layer.tar"), "bin", "etc", "content", "tmp"]);
  const digest = createHash("sha256")
    .update(readFileSync(join(work, "layer.tar")))
    .digest("hex");
  const config = {
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    os: "linux",
    config: { Cmd: ["true"], Volumes: { "/content": {} } },
    rootfs: { type: "layers", diff_ids: [`sha256:${digest}`] },
  };
  writeFileSync(join(work, "config.json"), JSON.stringify(config));
  writeFileSync(
    join(work, "manifest.json"),
    JSON.stringify([{ Config: "config.json", RepoTags: ["box:latest"], Layers: ["layer.tar"] }]),
  );
  execFileSync("tar", [
    "-C",
    work,
    "-cf",
    join(work, "image.tar"),
    "manifest.json",
    "config.json",
    "layer.tar",
  ]);
  const { status, err } = command("load", "-i", join(work, "image.tar"));
  assert.is(status, 0, err);
}

const volumes = () => command("volume", "ls", "-q").out.split("\n").filter(Boolean);

test("an image's VOLUME is a volume without a name, which rm -v and --rm take along", () => {
  loadImage();
  assert.is(command("run", "--name", "one", "box", "ls", "/content").out, "d\nlink\n");
  const [name = ""] = volumes();
  assert.match(name, /^[0-9a-f]{64}$/);
  assert.match(command("volume", "rm", name).err, /in use by container one/);
  assert.is(command("rm", "one").status, 0);
  assert.equal(volumes(), [name], "without -v it stays");
  command("volume", "prune", "-f");
  command("run", "--name", "two", "box");
  assert.is(command("rm", "-v", "two").status, 0);
  assert.equal(volumes(), []);
  command("run", "--rm", "-v", "named:/n", "-v", "/anonymous", "box");
  assert.equal(volumes(), ["named"]);
  command("run", "--name", "three", "-v", "named:/content", "box");
  assert.equal(volumes(), ["named"], "it takes the place of the image's");
  command("rm", "-v", "three");
  assert.equal(volumes(), ["named"]);
  assert.is(command("run", "box", "nosuch").status, 127);
  assert.equal(volumes(), ["named"], "nothing is left of a container that never ran");
  command("volume", "rm", "named");
});

const precious = () => hostDirectory({ precious: "data\n" });
const isThere = (directory: string) =>
  assert.is(readFileSync(join(directory, "precious"), "utf8"), "data\n");

test("accident: somebody sits in the volume while its container is removed", async () => {
  const host = precious();
  const sitter = spawn("sleep", ["60"], { cwd: host, stdio: "ignore" });
  const child = await started(
    "--name",
    "sat",
    "-v",
    `${host}:/v`,
    "box",
    "sh",
    "-c",
    "cd /v; echo; exec sleep 60",
  );
  assert.is(command("rm", "-f", "sat").status, 0);
  await ended(child);
  isThere(host);
  sitter.kill("SIGKILL");
});

test("accident: a container is removed while it runs, and its volume without a name stays", async () => {
  command("volume", "prune", "-f"); // those of containers before, which stay as well
  const child = await started(
    "--name",
    "gone",
    "box",
    "sh",
    "-c",
    "touch /content/x; echo; exec sleep 60",
  );
  const [name = ""] = volumes();
  assert.is(command("rm", "-f", "gone").status, 0);
  assert.is(child.exitCode ?? (await ended(child)), 128 + 9);
  assert.equal(volumes(), [name]);
  assert.ok(existsSync(join(TOP, "state/volumes", name, "_data/x")));
  assert.is(command("volume", "rm", name).status, 0);
});

test("accident: mydocker is killed half way, and the next command cleans up", async () => {
  const host = precious();
  const child = await started(
    "--name",
    "half",
    "-v",
    `${host}:/v`,
    "box",
    "sh",
    "-c",
    "echo; exec sleep 60",
  );
  const inside = childOf(child.pid);
  const containers = join(TOP, "state/containers");
  const records = () => readdirSync(containers).map((id) => join(containers, id, "container.json"));
  await until("it is written down that it runs", () =>
    records().every((record) => JSON.parse(readFileSync(record, "utf8")).process),
  );
  child.kill("SIGKILL");
  await ended(child);
  await until("the container is gone", () => !existsSync(`/proc/${inside}`));
  assert.is(command("rm", "-f", "half").status, 0);
  isThere(host);
  assert.equal(readdirSync(containers), []);
});

test("accident: the directory is moved meanwhile, and two containers have it", async () => {
  const host = precious();
  const moved = `${host}-moved`;
  const [one, two] = await Promise.all(
    ["one", "two"].map((name) =>
      started("--name", name, "-v", `${host}:/v`, "box", "sh", "-c", "echo; exec sleep 60"),
    ),
  );
  renameSync(host, moved);
  symlinkSync("/", host);
  assert.is(command("rm", "-f", "one").status, 0);
  isThere(moved);
  const pid = childOf(two?.pid);
  isThere(`/proc/${pid}/root/v`);
  assert.is(command("rm", "-f", "two").status, 0);
  await Promise.all(
    [one, two].map((child) => child && (child.exitCode ?? child.signalCode ?? ended(child))),
  );
  isThere(moved);
});

test("accident: a mount in a container's directory or in a volume keeps it from being removed", () => {
  const host = precious();
  command("run", "--name", "odd", "-v", "strange:/d", "box");
  const [id = ""] = readdirSync(join(TOP, "state/containers"));
  for (const place of [
    join(TOP, "state/containers", id, "merged"),
    join(TOP, "state/volumes/strange/_data"),
  ]) {
    const args = place.endsWith("merged") ? ["rm", "odd"] : ["volume", "rm", "strange"];
    execFileSync("mount", ["--bind", host, place]);
    try {
      const { status, err } = command(...args);
      assert.is(status, 1);
      assert.match(err, /is not deleted: something is mounted there/);
    } finally {
      execFileSync("umount", [place]);
    }
    isThere(host);
    assert.is(command(...args).status, 0);
  }
});

test("a directory and a link are exchanged while containers start, and nothing comes of it", async () => {
  const [host, victim] = [hostDirectory({ f: "" }), hostDirectory()];
  const before = statSync(victim).ctimeMs;
  const [place, other] = [join(ROOT, "swap"), join(ROOT, "swap-link")];
  mkdirSync(place);
  symlinkSync(join("../".repeat(20), victim), other);
  const swapper = spawn(process.execPath, ["-e", SWAP, place, other], { stdio: "ignore" });
  for (let i = 0; i < 15; i++) {
    run("-v", `${host}:/swap/deep/er`, "-v", `${host}/f:/swap/file`, "true");
  }
  swapper.kill("SIGKILL");
  await ended(swapper);
  assert.equal(readdirSync(victim), []);
  assert.is(statSync(victim).ctimeMs, before);
});

/** Exchanges two names again and again; ends by itself. */
const SWAP = `
  const { renameSync } = require("node:fs");
  const [a, b] = process.argv.slice(1);
  for (const end = Date.now() + 20000; Date.now() < end; ) {
    renameSync(a, a + ".x"); renameSync(b, a); renameSync(a + ".x", b);
  }
`;

test("nothing of it all is mounted on the machine", () => {
  const left = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter((line) => line.includes(TOP));
  assert.equal(left, []);
});

test.run();
