/** `mydocker cp` for real; needs root, a built bundle and busybox. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { copy } from "../src/container/copy.ts";
import { containerSide, machine, type Side } from "../src/container/copyplace.ts";
import { O } from "../src/kernel/flags.ts";
import { chosen } from "./attacks/chosen.ts";
import { type Running, running } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = chosen(suite<{ store: Store; bird: Running; here: string }>("mydocker cp"));

test.before(async (context) => {
  context.store = storeOf("cp");
  const { store } = context;
  const volume = join(store.directory, "volume");
  mkdirSync(volume);
  writeFileSync(join(volume, "kept"), "volume\n");
  context.bird = await running(store, "bird", "-v", `${volume}:/data`, "busybox", "sleep", "600");
  store.run("--name", "rest", "-v", `${volume}:/data`, "busybox", "sh", "-c", "echo own > /own");
});

test.before.each((context) => {
  context.here = join(context.store.directory, "here");
  rmSync(context.here, { recursive: true, force: true });
  mkdirSync(context.here);
});

test.after(async ({ store, bird }) => {
  await bird.end();
  store.remove();
});

const read = (...path: string[]) => readFileSync(join(...path), "utf8");

test("a file goes into a directory, or in the place of its name, on either side", ({
  store,
  here,
}) => {
  for (const name of ["bird", "rest"]) {
    const place = join(here, name);
    mkdirSync(place);
    store.mydocker("cp", `${name}:/etc/motd`, place);
    assert.is(read(place, "motd"), "image\n");
    store.mydocker("cp", `${name}:etc/motd`, join(place, "other"));
    assert.is(read(place, "other"), "image\n");
    writeFileSync(join(place, "new"), `to ${name}\n`);
    store.mydocker("cp", join(place, "new"), `${name}:/tmp`);
    store.mydocker("cp", join(place, "new"), `${name}:/tmp/named`);
    store.mydocker("cp", `${name}:/tmp/new`, join(place, "back"));
    store.mydocker("cp", `${name}:/tmp/named`, join(place, "back2"));
    assert.is(read(place, "back") + read(place, "back2"), `to ${name}\n`.repeat(2));
  }
  assert.is(store.mydocker("exec", "bird", "cat", "/tmp/new"), "to bird\n");
  assert.match(store.mydocker("diff", "rest"), /^A \/tmp\/named$/m);
});

test("directories, as docker has it: into one that is there, or as the name; /. for the content", ({
  store,
  here,
}) => {
  const tree = join(here, "tree");
  mkdirSync(join(tree, "sub"), { recursive: true });
  writeFileSync(join(tree, "sub/file"), "x\n");
  const list = (directory: string) =>
    store.mydocker("exec", "bird", "find", directory).split("\n").filter(Boolean).sort();
  store.mydocker("exec", "bird", "mkdir", "/there");
  store.mydocker("cp", tree, "bird:/there");
  assert.equal(list("/there"), [
    "/there",
    "/there/tree",
    "/there/tree/sub",
    "/there/tree/sub/file",
  ]);
  store.mydocker("cp", tree, "bird:/fresh");
  assert.equal(list("/fresh"), ["/fresh", "/fresh/sub", "/fresh/sub/file"]);
  store.mydocker("exec", "bird", "mkdir", "/dot");
  store.mydocker("cp", `${tree}/.`, "bird:/dot");
  assert.equal(list("/dot"), ["/dot", "/dot/sub", "/dot/sub/file"]);
  store.mydocker("cp", "bird:/there/tree/.", join(here, "contents"));
  assert.equal(readdirSync(join(here, "contents")), ["sub"]);
  mkdirSync(join(here, "in"));
  store.mydocker("cp", "bird:/there/tree", `${here}/in/`);
  assert.is(read(here, "in/tree/sub/file"), "x\n");
});

test("what cannot be is one line that names it, and 1", ({ store, here }) => {
  writeFileSync(join(here, "file"), "x");
  mkdirSync(join(here, "dir"));
  const refused = (words: RegExp, from: string, to: string) => {
    const { status, err } = store.try("cp", from, to);
    assert.is(status, 1, `${from} ${to}`);
    assert.match(err, words);
    assert.is(err.split("\n").length, 2);
  };
  refused(/bird:\/nosuch: there is no such file/, "bird:/nosuch", here);
  refused(/no container "nosuch"/, "nosuch:/x", here);
  refused(/bird:\/etc\/motd\/ is not a directory/, "bird:/etc/motd/", here);
  refused(/is a file, which a directory cannot replace/, "bird:/etc", join(here, "file"));
  refused(/there is no directory to put it into/, "bird:/etc/motd", join(here, "no/such"));
  refused(/is not a directory/, "bird:/etc/motd", join(here, "nosuch/"));
  refused(/is not a directory/, join(here, "file"), "bird:/nosuch/");
  refused(/not two containers/, "bird:/etc", "rest:/etc");
  refused(/needs a container on one side/, join(here, "file"), here);
  refused(/would replace one/, join(here, "file"), "bird:/there2");
  assert.is(store.try("cp", "bird:/etc").status, 125);
});

test.before(({ store }) => {
  store.mydocker("exec", "bird", "mkdir", "-p", "/there2/file");
});

test("a link is copied as a link, with -L what it leads to; always within the root", ({
  store,
  here,
}) => {
  const script = "ln -s /etc/motd /link; ln -s ../../../../etc /up; ln -s /etc/hostname /abs";
  store.mydocker("exec", "bird", "sh", "-c", script);
  store.mydocker("cp", "bird:/link", here);
  assert.is(readlinkSync(join(here, "link")), "/etc/motd");
  store.mydocker("cp", "-L", "bird:/link", join(here, "followed"));
  assert.is(read(here, "followed"), "image\n");
  store.mydocker("cp", "bird:/up/motd", join(here, "through"));
  assert.is(read(here, "through"), "image\n");
  store.mydocker("cp", "bird:/up/.", join(here, "etc"));
  assert.is(read(here, "etc/motd"), "image\n");
  store.mydocker("cp", join(here, "followed"), "bird:/abs");
  assert.is(store.mydocker("exec", "bird", "readlink", "/abs"), "/etc/hostname\n");
  assert.is(store.mydocker("exec", "bird", "cat", "/abs"), "image\n");
});

test("owners are the destination's, and with -a the source's; modes and times stay", ({
  store,
  here,
}) => {
  const file = join(here, "file");
  writeFileSync(file, "x");
  execFileSync("sh", [
    "-c",
    'chown 123:456 "$0"; chmod 4751 "$0"; touch -d @1000000000 "$0"',
    file,
  ]);
  const about = (path: string) =>
    store.mydocker("exec", "bird", "stat", "-c", "%u:%g %a %Y", path).trim();
  store.mydocker("cp", file, "bird:/plain");
  assert.is(about("/plain"), "0:0 4751 1000000000");
  store.mydocker("cp", "-a", file, "bird:/archive");
  assert.is(about("/archive"), "123:456 4751 1000000000");
  store.mydocker("cp", "bird:/archive", join(here, "out"));
  store.mydocker("cp", "-a", "bird:/archive", join(here, "same"));
  const owner = (name: string) => statSync(join(here, name)).uid;
  assert.equal([owner("out"), owner("same")], [0, 123]);
  mkdirSync(join(here, "d"), { mode: 0o700 });
  writeFileSync(join(here, "d/f"), "");
  execFileSync("touch", ["-d", "@1000000000", join(here, "d")]);
  store.mydocker("cp", join(here, "d"), "bird:/d");
  assert.is(about("/d"), "0:0 700 1000000000");
});

test("every kind of file comes through, links between two files too", ({ store, here }) => {
  const tree = join(here, "tree");
  mkdirSync(tree);
  writeFileSync(join(tree, "one"), "x");
  linkSync(join(tree, "one"), join(tree, "two"));
  symlinkSync("nowhere", join(tree, "soft"));
  execFileSync("mkfifo", [join(tree, "fifo")]);
  execFileSync("mknod", [join(tree, "null"), "c", "1", "3"]);
  writeFileSync(Buffer.from(`${tree}/latin-\xe4`, "latin1"), "");
  writeFileSync(join(tree, ".wh.one"), "no whiteout here");
  store.mydocker("cp", tree, "bird:/kinds");
  store.mydocker("cp", "bird:/kinds", join(here, "back"));
  const list = (directory: string) =>
    execFileSync("sh", ["-c", 'cd "$0" && find . -printf "%p %y %m %l %n\\n" | sort', directory], {
      encoding: "latin1",
    });
  assert.is(list(join(here, "back")), list(tree));
  const [one, two] = ["one", "two"].map((name) => statSync(join(here, "back", name)).ino);
  assert.is(one, two);
});

test("- is an archive on standard output, and on standard input", ({ store, here }) => {
  const names = (from: string) => {
    const { stdout } = spawnSync("sh", ["-c", '"$0" cp "$1" - | tar -t', store.program, from], {
      env: store.env,
      encoding: "utf8",
    });
    return stdout.split("\n").filter(Boolean).sort();
  };
  store.mydocker("exec", "bird", "sh", "-c", "mkdir -p /o/p; echo x > /o/p/q");
  assert.equal(names("bird:/o"), ["o/", "o/p/", "o/p/q"]);
  assert.equal(names("bird:/o/."), ["./", "./p/", "./p/q"]);
  assert.equal(names("bird:/o/p/q"), ["q"]);
  writeFileSync(join(here, "f"), "piped\n");
  chownSync(join(here, "f"), 5, 6);
  const script = 'tar -C "$1" -cz f | "$0" cp - bird:/o';
  execFileSync("sh", ["-c", script, store.program, here], { env: store.env });
  assert.is(store.mydocker("exec", "bird", "cat", "/o/f"), "piped\n");
  assert.is(store.mydocker("exec", "bird", "stat", "-c", "%u:%g", "/o/f"), "5:6\n");
  const into = (path: string) =>
    spawnSync(store.program, ["cp", "-", path], { env: store.env, input: "", encoding: "utf8" });
  assert.match(into("bird:/nosuch").stderr, /bird:\/nosuch is not there/);
  assert.match(into("bird:/etc/motd").stderr, /bird:\/etc\/motd is not a directory/);
});

test("volumes are seen, whether the container runs or not", ({ store, here }) => {
  for (const name of ["bird", "rest"]) {
    store.mydocker("cp", `${name}:/data/kept`, join(here, name));
    assert.is(read(here, name), "volume\n");
    store.mydocker("cp", join(here, name), `${name}:/data/${name}`);
    assert.is(read(store.directory, "volume", name), "volume\n");
  }
  assert.not.match(store.mydocker("diff", "rest"), /data\/rest/);
});

test("a read-only root takes nothing", async ({ store, here }) => {
  const still = await running(store, "still", "--read-only", "busybox", "sleep", "600");
  writeFileSync(join(here, "f"), "x");
  const { status, err } = store.try("cp", join(here, "f"), "still:/f");
  assert.is(status, 1);
  assert.is(err, "mydocker: still:/f: EROFS (Read-only file system)\n");
  store.mydocker("cp", "still:/etc/motd", here);
  await still.end();
});

test("no program and no library of the container runs (CVE-2019-14271)", ({ store, here }) => {
  // Whatever would load or run one of these in the container's root would leave a trace.
  const trap = "#!/bin/sh\ntouch /trapped\n";
  for (const name of ["xz", "unpigz", "tar", "gzip", "sh"]) {
    writeFileSync(join(here, name), trap, { mode: 0o755 });
  }
  store.run("--name", "trap", "busybox", "mkdir", "-p", "/lib");
  for (const name of ["xz", "unpigz", "tar", "gzip", "sh"]) {
    store.mydocker("cp", join(here, name), `trap:/bin/${name}`);
  }
  writeFileSync(join(here, "libnss_files.so.2"), "not a library");
  store.mydocker("cp", join(here, "libnss_files.so.2"), "trap:/lib/");
  const trace = join(here, "trace");
  const words = ["-f", "-e", "trace=execve,execveat", "-o", trace];
  const run = [store.program, "cp", "trap:/etc", join(here, "etc")];
  execFileSync("strace", [...words, ...run], { env: store.env });
  // The shell that starts node, node, and init, which mounts the root: nothing of the container.
  const programs = [...read(trace).matchAll(/execve(?:at)?\((?:\d+, )?"([^"]*)".* = 0$/gm)];
  assert.is(
    programs.filter(([, path = ""]) => path.startsWith("/bin/") && path !== "/bin/sh").length,
    0,
  );
  assert.not.ok(existsSync("/trapped"));
  assert.not.match(store.mydocker("diff", "trap"), /trapped/);
});

/** Exchanges a directory and a link in the container as fast as it can. */
const SWAP = [
  "mkdir -p /swap/now; echo inside > /swap/now/secret; ln -s $0 /swap/link; cd /swap",
  "while :; do mv -T now away; mv -T link now; mv -T now link; mv -T away now; done",
].join("\n");

/** Copies both ways, often. @returns whether anything of the victim was read or changed */
async function attacked(side: Side, here: string, victim: string, rounds: number) {
  const plant = join(here, "plant");
  mkdirSync(plant, { recursive: true, mode: 0o777 });
  writeFileSync(join(plant, "planted"), "planted\n");
  const manner = { follow: false };
  const attempt = (from: [Side, string], to: [Side, string]) =>
    copy({ side: from[0], path: from[1] }, { side: to[0], path: to[1] }, manner).catch(() => {});
  const out = ["file", "tree", "contents"].map((name) => join(here, name));
  for (let round = 0; round < rounds; round++) {
    for (const path of out) rmSync(path, { recursive: true, force: true });
    await attempt([side, "/swap/now/secret"], [machine, out[0] ?? ""]);
    await attempt([side, "/swap/now"], [machine, out[1] ?? ""]);
    await attempt([side, "/swap/now/."], [machine, out[2] ?? ""]);
    await attempt([machine, join(plant, "planted")], [side, "/swap/now/planted"]);
    await attempt([machine, `${plant}/.`], [side, "/swap/now"]);
    const { stdout } = spawnSync("grep", ["-rlx", "host", here], { encoding: "utf8" });
    const isWhole = readdirSync(victim).length === 1 && read(victim, "secret") === "host\n";
    if (stdout !== "" || !isWhole || (statSync(victim).mode & 0o777) !== 0o700) return true;
  }
  return false;
}

test("a swap loop never leads out of the container, in either direction (CVE-2018-15664)", async ({
  store,
  bird,
  here,
}) => {
  const victim = join(store.directory, "victim");
  mkdirSync(victim, { mode: 0o700 });
  writeFileSync(join(victim, "secret"), "host\n");
  const root = `/proc/${bird.pid}/root`;
  // Seen from the machine's root the link leads to the victim; from the container's, to nothing.
  const words = ["exec", "bird", "sh", "-c", SWAP, victim];
  const loop = spawn(store.program, words, { env: store.env, stdio: "ignore" });
  try {
    assert.not.ok(await attacked(containerSide("bird", root), here, victim, 100));
    const open = (path: string, flags: number) => openSync(root + path, O.PATH | flags);
    assert.ok(await attacked({ label: "", open }, here, victim, 3000), "the attack itself works");
  } finally {
    loop.kill("SIGKILL");
  }
});

test.run();
