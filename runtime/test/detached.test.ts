/** Containers that live on by themselves, for real; needs root, a built bundle, a static busybox. */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { chosen } from "./attacks/chosen.ts";
import { recordOf, until } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = chosen(suite("detached containers"));

let store: Store;
test.before(() => {
  store = storeOf("detached");
});
test.after(() => store.remove());

const detached = (...words: string[]) => store.run("-d", ...words).trim();
const stateOf = (name: string): string =>
  JSON.parse(store.mydocker("ps", "-a", "--filter", `name=^${name}$`, "--json")).state;
const record = (name: string) => {
  const found = recordOf(store, name);
  if (!found) throw new Error(`no container ${name}`);
  return found;
};
const directory = (name: string) => join(store.root, "containers", record(name).id);
const notes = () => readdirSync(join(store.root, "running"));
const alive = (pid: number) => existsSync(`/proc/${pid}`);
const exited = (name: string) =>
  until(`${name} ends`, () => recordOf(store, name)?.finished !== undefined);

test("run -d prints the id at once, and the command runs by then", () => {
  const id = detached("--name", "one", "busybox", "sleep", "1000");
  assert.match(id, /^[0-9a-f]{64}$/);
  const { pid } = record("one").process ?? { pid: 0 };
  assert.is(readFileSync(`/proc/${pid}/cmdline`, "latin1"), ["sleep", "1000", ""].join("\0"));
  assert.is(stateOf("one"), "running");
  assert.match(store.mydocker("ps"), /Up .* one$/m);
  store.mydocker("rm", "-f", "one");
  assert.is(alive(pid), false);
});

test("what cannot run is an error at once, and nothing is remembered", () => {
  for (const [command, code] of [
    ["nosuch", 127],
    ["/etc/passwd", 126],
  ] as const) {
    const { status, out, err } = store.try("run", "-d", "--name", "no", "busybox", command);
    assert.is(status, code);
    assert.is(out, "");
    assert.match(err, /^mydocker: command .*\n$/);
    assert.is(recordOf(store, "no"), undefined);
  }
  assert.is(store.try("run", "-d", "-u", "nobody2", "busybox", "true").status, 125);
  assert.equal(notes(), []);
});

test("no Node stays, and the monitor takes at most 400 KiB, its log's writer included", async () => {
  detached("--name", "small", "busybox", "sh", "-c", "seq 100000; echo done >&2; exec sleep 1000");
  await until("it has written", () => /done/.test(store.try("logs", "small").err));
  const { pid } = record("small").monitor ?? { pid: 0 };
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .split(" ")
    .filter(Boolean)
    .map(Number);
  const own = children.filter((child) => readFileSync(`/proc/${child}/comm`, "utf8") === "log\n");
  assert.is(children.length, 2, "the container and the writer");
  const pss = [pid, ...own].map((one) =>
    Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, "utf8"))?.[1]),
  );
  assert.ok(pss.reduce((a, b) => a + b) <= 400, `${pss.join(" + ")} KiB`);
  assert.is(readFileSync(`/proc/${pid}/comm`, "utf8"), "monitor\n");
  store.mydocker("rm", "-f", "small");
  await until("the monitor is gone", () => !alive(pid));
});

test("it survives the command that started it, and its signals", async () => {
  const words = ["run", "-d", "--name", "orphan", "busybox", "sleep", "1000"];
  const starter = spawn(store.program, words, { env: store.env, detached: true });
  await new Promise((resolve) => starter.stdout.once("data", resolve));
  try {
    process.kill(-(starter.pid ?? 0), "SIGKILL");
  } catch {
    // it has ended by itself
  }
  assert.is(stateOf("orphan"), "running");
  const { monitor, process: mark } = record("orphan");
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1"] as const) {
    process.kill(monitor?.pid ?? 0, signal);
  }
  assert.is(stateOf("orphan"), "running");
  assert.is(alive(mark?.pid ?? 0), true);
  store.mydocker("rm", "-f", "orphan");
});

test("a starting command that is killed leaves a container that runs, or none", async () => {
  for (let ms = 10; ms < 120; ms += 10) {
    const name = `killed${ms}`;
    const words = ["run", "-d", "--name", name, "busybox", "sleep", "1000"];
    const starter = spawn(store.program, words, {
      env: store.env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const gone = new Promise((resolve) => starter.once("exit", resolve));
    let told = "";
    starter.stdout.on("data", (data) => {
      told += data;
    });
    await new Promise((resolve) => setTimeout(resolve, ms));
    starter.kill("SIGKILL");
    await gone;
    store.mydocker("ps");
    await until("nobody is busy with it", () => {
      store.mydocker("ps");
      const found = recordOf(store, name);
      return found === undefined || found.process !== undefined;
    });
    if (told !== "") assert.is(stateOf(name), "running", `after ${ms} ms`);
    store.try("rm", "-f", name);
    assert.equal(notes(), []);
  }
});

test("the log has every byte, by stream, and logs gives them back", async () => {
  const script =
    "head -c 300000 /etc/passwd; seq 1 200000; printf 'a\\000\\377\\342\\202\\254\\033\\\\\"z'; seq 7 >&2; printf end >&2";
  detached("--name", "bytes", "busybox", "sh", "-c", script);
  await exited("bytes");
  const direct = store.try("run", "--rm", "busybox", "sh", "-c", script);
  const logged = store.try("logs", "bytes");
  assert.is(hash(logged.out), hash(direct.out));
  assert.is(logged.err, direct.err);
  const lines = readFileSync(join(directory("bytes"), "json.log"), "latin1")
    .trimEnd()
    .split("\n");
  const last = JSON.parse(lines.findLast((line) => line.includes('"stderr"')) ?? "");
  assert.equal(Object.keys(last), ["log", "stream", "time"]);
  assert.is(last.log, "end");
  assert.match(last.time, /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
  assert.ok(Math.abs(Date.parse(last.time) - Date.now()) < 60_000);
  store.mydocker("rm", "bytes");
});

const hash = (text: string) => createHash("sha256").update(text, "latin1").digest("hex");

test("a flooded log is rotated: files no larger than asked, no more than asked, the last lines there", async () => {
  detached(
    "--name",
    "flood",
    "--log-opt",
    "max-size=100k",
    "--log-opt",
    "max-file=3",
    "busybox",
    "seq",
    "100000",
  );
  await exited("flood");
  const files = readdirSync(directory("flood"))
    .filter((name) => name.startsWith("json.log"))
    .sort();
  assert.equal(files, ["json.log", "json.log.1", "json.log.2"]);
  for (const file of files)
    assert.ok(statSync(join(directory("flood"), file)).size <= 102_400, file);
  const numbers = store.mydocker("logs", "flood").trimEnd().split("\n").map(Number);
  assert.is(numbers.at(-1), 100_000);
  assert.is(numbers.length, 100_000 - (numbers[0] ?? 0) + 1, "without a gap");
  assert.is(store.mydocker("logs", "--tail", "3", "flood"), "99998\n99999\n100000\n");
  store.mydocker("rm", "flood");
});

test("logs: --tail, --since, --until, -t, -f", async () => {
  detached(
    "--name",
    "talk",
    "busybox",
    "sh",
    "-c",
    "trap 'echo three; exit 5' USR1; echo one; echo two; while :; do sleep 0.05; done",
  );
  await until("it talks", () => store.mydocker("logs", "talk") === "one\ntwo\n");
  assert.is(store.mydocker("logs", "--tail", "1", "talk"), "two\n");
  assert.is(store.mydocker("logs", "--tail", "0", "talk"), "");
  assert.is(store.mydocker("logs", "-n", "9", "talk"), "one\ntwo\n");
  const [, time = ""] = /^(\S+Z) two$/m.exec(store.mydocker("logs", "-t", "talk")) ?? [];
  assert.match(time, /^20.*Z$/);
  assert.is(store.mydocker("logs", "--since", time, "talk"), "two\n");
  assert.is(store.mydocker("logs", "--until", time, "talk"), "one\n");
  assert.is(store.mydocker("logs", "--since", "1h", "talk"), "one\ntwo\n");
  assert.is(store.mydocker("logs", "--until", "1h", "talk"), "");
  const following = spawn(store.program, ["logs", "-f", "--tail", "1", "talk"], { env: store.env });
  let followed = "";
  following.stdout.on("data", (data) => {
    followed += data;
  });
  const end = new Promise((resolve) => following.once("exit", resolve));
  await until("the last line is there", () => followed === "two\n");
  store.mydocker("kill", "-s", "USR1", "talk");
  assert.is(await end, 0);
  assert.is(followed, "two\nthree\n");
  assert.is(store.try("logs", "nosuch").status, 1);
  store.mydocker("rm", "talk");
});

test("a container that closes its output goes on, and one that leaves nothing running ends", async () => {
  detached("--name", "mute", "busybox", "sh", "-c", "exec >&- 2>&-; sleep 1000");
  await until("it sleeps", () => stateOf("mute") === "running");
  assert.is(store.mydocker("logs", "mute"), "");
  store.mydocker("stop", "-t", "0", "mute");
  assert.is(stateOf("mute"), "exited");
  store.mydocker("rm", "mute");
});

test("exit code, time and the out-of-memory killer are remembered", async () => {
  detached("--name", "seven", "busybox", "sh", "-c", "exit 7");
  await exited("seven");
  assert.is(record("seven").exitCode, 7);
  assert.ok(Math.abs(Date.parse(record("seven").finished ?? "") - Date.now()) < 60_000);
  const file = join(directory("seven"), "exit");
  await until("what is in the record needs no file", () => !existsSync(file));
  detached("--name", "hungry", "-m", "16m", "busybox", "tail", "/dev/zero");
  await exited("hungry");
  assert.is(record("hungry").exitCode, 137);
  assert.is(record("hungry").outOfMemory, true);
  assert.is(store.mydocker("wait", "hungry"), "137\n");
  store.mydocker("rm", "seven", "hungry");
});

test("stop: its signal, its time, and the truth", () => {
  detached(
    "--name",
    "polite",
    "busybox",
    "sh",
    "-c",
    "trap 'exit 3' TERM; while :; do sleep 0.05; done",
  );
  assert.is(store.mydocker("stop", "polite"), "polite\n");
  assert.is(record("polite").exitCode, 3);
  detached("--name", "deaf", "busybox", "sleep", "1000");
  const before = Date.now();
  store.mydocker("stop", "-t", "1", "deaf");
  assert.ok(Date.now() - before >= 1000);
  assert.is(record("deaf").exitCode, 137);
  detached(
    "--name",
    "other",
    "--stop-signal",
    "USR1",
    "--stop-timeout",
    "60",
    "busybox",
    "sh",
    "-c",
    "trap 'exit 4' USR1; while :; do sleep 0.05; done",
  );
  store.mydocker("stop", "other");
  assert.is(record("other").exitCode, 4);
  assert.is(store.mydocker("stop", "other"), "other\n", "a stopped one is stopped");
  const { status, out, err } = store.try("stop", "nosuch", "deaf");
  assert.equal([status, out], [1, "deaf\n"]);
  assert.match(err, /no container "nosuch"/);
  store.mydocker("rm", "polite", "deaf", "other");
});

test("kill -s: by name and number; not what does not run", async () => {
  detached(
    "--name",
    "trap",
    "busybox",
    "sh",
    "-c",
    "trap 'echo usr' USR1; echo ready; while :; do sleep 0.05; done",
  );
  await until("it is ready", () => store.mydocker("logs", "trap") === "ready\n");
  store.mydocker("kill", "-s", "SIGUSR1", "trap");
  store.mydocker("kill", "--signal=10", "trap");
  await until("it has heard", () => /usr/.test(store.mydocker("logs", "trap")));
  assert.is(store.mydocker("kill", "trap"), "trap\n");
  assert.is(record("trap").exitCode, 137);
  assert.is(store.try("kill", "trap").status, 1);
  assert.is(store.try("kill", "-s", "NOSUCH", "trap").status, 125);
  store.mydocker("rm", "trap");
});

test("create, start, start -a -i, restart; by the beginning of the id", async () => {
  const id = store
    .mydocker("create", "-i", "--name", "later", "busybox", "sh", "-c", "cat; exit 6")
    .trim();
  assert.is(stateOf("later"), "created");
  assert.not.match(store.mydocker("ps"), /later/);
  const { status, stdout } = spawnSync(store.program, ["start", "-ai", id.slice(0, 6)], {
    env: store.env,
    input: "typed\n",
    timeout: 20_000,
  });
  assert.equal([status, stdout.toString()], [6, "typed\n"]);
  assert.is(store.mydocker("start", "later"), "later\n");
  const first = record("later").process?.pid;
  assert.is(store.mydocker("restart", "-t", "0", "later"), "later\n");
  assert.is.not(record("later").process?.pid, first);
  assert.is(stateOf("later"), "running");
  assert.is(store.mydocker("logs", "later"), "typed\n", "the log goes on");
  store.mydocker("rm", "-f", "later");
});

test("big output of start -a is byte-exact, however slowly it is read", () => {
  store.mydocker("create", "--name", "big", "busybox", "seq", "300000");
  const slow = `'${store.program}' start -a big | (sleep 0.3; sha256sum)`;
  const { stdout } = spawnSync("sh", ["-c", slow], { env: store.env, timeout: 60_000 });
  const all = Array.from({ length: 300_000 }, (_, i) => `${i + 1}\n`).join("");
  assert.is(stdout.toString().slice(0, 64), hash(all));
  assert.is(hash(store.mydocker("logs", "big")), hash(all));
  store.mydocker("rm", "big");
});

test("attach: sees what comes, types, and leaves by the keys", async () => {
  detached("-it", "--name", "tty", "busybox", "sh");
  const script = `'${store.program}' attach tty`;
  const terminal = spawn("script", ["-qec", script, "/dev/null"], { env: store.env });
  let seen = "";
  terminal.stdout.on("data", (data) => {
    seen += data;
  });
  const left = new Promise((resolve) => terminal.once("exit", resolve));
  await until("it is attached", () => {
    store.mydocker("exec", "tty", "sh", "-c", "echo here > /dev/pts/0");
    return /here/.test(seen);
  });
  terminal.stdin.write("echo $((20+22)); tty\r");
  await until("it answers", () => /42[\s\S]*\/dev\/pts\/0/.test(seen));
  terminal.stdin.write("\x10\x11");
  assert.is(await left, 0);
  assert.is(stateOf("tty"), "running");
  assert.match(store.mydocker("logs", "tty"), /42\r\n/);
  store.mydocker("rm", "-f", "tty");
});

test("attach to pipes: input and output, and the exit code", async () => {
  detached("-i", "--name", "pipes", "busybox", "sh", "-c", "read line; echo got $line; exit 9");
  const { status, stdout } = spawnSync(store.program, ["attach", "pipes"], {
    env: store.env,
    input: "word\n",
    timeout: 20_000,
  });
  assert.equal([status, stdout.toString()], [9, "got word\n"]);
  assert.is(store.try("attach", "pipes").status, 1);
  store.mydocker("rm", "pipes");
});

test("pause and unpause; what is paused can be stopped and removed", () => {
  detached(
    "--name",
    "still",
    "busybox",
    "sh",
    "-c",
    "trap 'exit 3' TERM; while :; do sleep 0.05; done",
  );
  store.mydocker("pause", "still");
  assert.is(stateOf("still"), "paused");
  assert.match(store.mydocker("ps"), /\(Paused\)/);
  assert.is(store.try("pause", "still").status, 1);
  store.mydocker("unpause", "still");
  assert.is(stateOf("still"), "running");
  store.mydocker("pause", "still");
  store.mydocker("stop", "still");
  assert.is(record("still").exitCode, 3);
  store.mydocker("start", "still");
  store.mydocker("pause", "still");
  assert.is(store.try("rm", "still").status, 1);
  store.mydocker("rm", "-f", "still");
});

test("restart policies: on-failure counts, always goes on, stop is the end", async () => {
  detached(
    "--name",
    "fails",
    "--restart",
    "on-failure:2",
    "busybox",
    "sh",
    "-c",
    "echo run; exit 1",
  );
  await until(
    "it gave up",
    () => store.mydocker("logs", "fails") === "run\nrun\nrun\n" && stateOf("fails") === "exited",
  );
  assert.is(record("fails").restarts?.count, 2);
  detached("--name", "works", "--restart", "on-failure", "busybox", "true");
  await until("it ended", () => stateOf("works") === "exited");
  detached("--name", "always", "--restart", "always", "busybox", "sh", "-c", "echo run; sleep 0.1");
  await until("it ran twice", () => /run\nrun\n/.test(store.mydocker("logs", "always")));
  store.mydocker("stop", "always");
  assert.is(stateOf("always"), "exited");
  assert.equal(notes(), [], "nobody is left who could start it");
  detached("--name", "slower", "--restart", "always", "busybox", "false");
  await until("it waits", () => stateOf("slower") === "restarting");
  assert.match(store.mydocker("ps"), /Restarting \(1\)/);
  store.mydocker("rm", "-f", "slower");
  assert.is(store.try("run", "--rm", "--restart", "always", "busybox", "true").status, 125);
  store.mydocker("rm", "fails", "works", "always");
  assert.equal(notes(), []);
});

const openFiles = (pid = 0) =>
  readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return ""; // it has just been closed
    }
  });
const sockets = (pid = 0) => openFiles(pid).filter((file) => file.startsWith("socket:"));
const hasPidfd = (pid = 0) =>
  openFiles(pid).some((file) => /^(?:anon_inode:\[pidfd\]|pidfd:)/.test(file));

test("--rm leaves nothing, and wait still knows the exit code", async () => {
  const script = "until test -e /data/end; do sleep 0.02; done; exit 8";
  const id = detached("--rm", "--name", "brief", "-v", "/data", "busybox", "sh", "-c", script);
  const words = ["wait", "brief"];
  const wait = spawn(store.program, words, {
    env: store.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  wait.stdout.on("data", (bytes) => {
    said += bytes;
  });
  const ended = new Promise((resolve) => wait.once("close", resolve));
  await until("it is connected, beside its output", () => sockets(wait.pid).length === 2);
  store.mydocker("exec", "brief", "touch", "/data/end");
  await ended;
  assert.is(said, "8\n");
  await until("it is gone", () => !existsSync(join(store.root, "containers", id)));
  await until("nobody looks after it", () => notes().length === 0);
  assert.is(store.mydocker("volume", "ls", "-q"), "");
});

test("wait knows how a container in the foreground ended, though --rm took it away", async () => {
  const script = "until test -e /data/end; do sleep 0.02; done; exit 8";
  const words = ["--rm", "--name", "shown", "-v", "/data", "busybox", "sh", "-c", script];
  const run = spawn(store.program, ["run", ...words], { env: store.env, stdio: "ignore" });
  await until("it runs", () => store.mydocker("ps", "-q", "--filter", "name=shown") !== "");
  const wait = spawn(store.program, ["wait", "shown"], {
    env: store.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  wait.stdout.on("data", (bytes) => {
    said += bytes;
  });
  const ended = [run, wait].map((one) => new Promise((resolve) => one.once("close", resolve)));
  await until("it waits for the process", () => hasPidfd(wait.pid));
  store.mydocker("exec", "shown", "touch", "/data/end");
  assert.equal(await Promise.all(ended), [8, 0]);
  assert.is(said, "8\n");
});

test("a monitor that is killed takes its container along, and the next command repairs", async () => {
  detached("--name", "lost", "busybox", "sleep", "1000");
  const { monitor, process: mark } = record("lost");
  process.kill(monitor?.pid ?? 0, "SIGKILL");
  await until("the container is gone", () => !alive(mark?.pid ?? 0));
  assert.is(stateOf("lost"), "dead");
  assert.equal(notes(), []);
  store.mydocker("start", "lost");
  assert.is(stateOf("lost"), "running");
  store.mydocker("rm", "-f", "lost");
});

test("a pid that another process has, another boot: it does not run", async () => {
  detached("--name", "stale", "busybox", "sh", "-c", "exit 2");
  store.mydocker("wait", "stale");
  await until("its end is in the record", () => record("stale").finished !== undefined);
  const file = join(directory("stale"), "container.json");
  const before = JSON.parse(readFileSync(file, "utf8"));
  const reused = { ...before, process: { ...before.process, pid: process.pid } };
  writeFileSync(file, JSON.stringify(reused));
  assert.is(stateOf("stale"), "exited");
  assert.is(store.try("kill", "stale").status, 1);
  const own = readFileSync(`/proc/${process.pid}/stat`, "utf8");
  const startTime = own.slice(own.lastIndexOf(")") + 2).split(" ")[19];
  const rebooted = {
    ...before,
    exitCode: undefined,
    process: { pid: process.pid, startTime, boot: "another" },
  };
  writeFileSync(file, JSON.stringify(rebooted));
  assert.is(stateOf("stale"), "dead");
  store.mydocker("rm", "stale");
});

test("ten containers at once", async () => {
  const names = Array.from({ length: 10 }, (_, i) => `ten${i}`);
  const started = names.map(
    (name) =>
      new Promise<number | null>((resolve) => {
        const words = [
          "run",
          "-d",
          "--name",
          name,
          "busybox",
          "sh",
          "-c",
          `echo ${name}; sleep 1000`,
        ];
        spawn(store.program, words, { env: store.env, stdio: "ignore" }).once("exit", resolve);
      }),
  );
  assert.equal(
    await Promise.all(started),
    names.map(() => 0),
  );
  assert.is(store.mydocker("ps", "-q", "--filter", "name=^ten").trim().split("\n").length, 10);
  await until("all have written", () =>
    names.every((name) => store.mydocker("logs", name) === `${name}\n`),
  );
  store.mydocker("rm", "-f", ...names);
  await until("nobody looks after them", () => notes().length === 0);
});

test("a user who is not root may open /dev/stdout; --log-driver none keeps nothing", async () => {
  const script = "echo out > /dev/stdout; echo err > /dev/stderr";
  detached("--name", "user", "-u", "1000", "busybox", "sh", "-c", script);
  await exited("user");
  const { out, err } = store.try("logs", "user");
  assert.equal([out, err], ["out\n", "err\n"]);
  assert.is(statSync("/dev/null").uid, 0, "the machine's own device is not given away");
  detached("--name", "none", "--log-driver", "none", "busybox", "echo", "quiet");
  await exited("none");
  assert.is(existsSync(join(directory("none"), "json.log")), false);
  assert.match(store.try("logs", "none").err, /no log/);
  store.mydocker("rm", "user", "none");
});

test("run with a policy or keys to leave shows its output, and can be left", () => {
  const { status, out } = store.try(
    "run",
    "--name",
    "policy",
    "--restart",
    "on-failure:1",
    "busybox",
    "sh",
    "-c",
    "echo once; exit 3",
  );
  assert.equal([status, out], [3, "once\n"]);
  store.mydocker("rm", "-f", "policy");
});

test("ps: filters, formats, -n, -l, -q", () => {
  store.mydocker("create", "--name", "first", "-l", "a=1", "-l", "b", "busybox", "true");
  store.mydocker("create", "--name", "second", "-l", "a=2", "busybox", "true");
  const names = (...words: string[]) =>
    store
      .mydocker("ps", "-a", "--format", "{{.Names}}", ...words)
      .split("\n")
      .filter(Boolean);
  assert.equal(names("--filter", "label=a"), ["second", "first"]);
  assert.equal(names("--filter", "label=a=1"), ["first"]);
  assert.equal(names("--filter", "label=a", "--filter", "label=b"), ["first"]);
  assert.equal(names("--filter", "name=sec"), ["second"]);
  assert.equal(names("--filter", "status=created", "--filter", "ancestor=busybox"), [
    "second",
    "first",
  ]);
  assert.equal(names("--filter", "before=second", "--filter", "label=a"), ["first"]);
  assert.equal(names("-l"), ["second"]);
  assert.equal(names("-n", "2"), ["second", "first"]);
  assert.match(
    store.mydocker("ps", "-a", "--format", "table {{.Names}}\\t{{.Status}}"),
    /^NAMES +STATUS\nsecond +Created\n/,
  );
  assert.match(store.mydocker("ps", "-aq", "--no-trunc"), /^[0-9a-f]{64}\n[0-9a-f]{64}\n$/);
  assert.match(store.mydocker("ps", "-as"), /SIZE\n.*0B\n/);
  assert.is(store.try("ps", "--filter", "colour=red").status, 125);
  store.mydocker("rm", "first", "second");
});

test("--cidfile is a new file with the id, and only of a container that runs", () => {
  const file = join(store.directory, "cid");
  const id = detached("--cidfile", file, "busybox", "true");
  assert.is(readFileSync(file, "utf8"), id);
  assert.is(store.try("run", "-d", "--cidfile", file, "busybox", "true").status, 125);
  const other = join(store.directory, "cid2");
  assert.is(store.try("run", "-d", "--cidfile", other, "busybox", "nosuch").status, 127);
  assert.is(existsSync(other), false);
  store.mydocker("rm", "-f", id);
});

test.run();
