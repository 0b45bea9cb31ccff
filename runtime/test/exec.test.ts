/** `mydocker exec` for real; needs root, a built bundle and busybox. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mapped, pidsOf, pidsWith, type Running, running, until } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = suite<{ store: Store; bird: Running }>("mydocker exec");

test.before(async (context) => {
  const store = storeOf("exec");
  context.store = store;
  context.bird = await running(
    store,
    "bird",
    ...["-h", "nest", "-w", "/home", "-e", "COLOUR=blue", "-e", "HOME="],
    ...["busybox", "sleep", "600"],
  );
});

test.after(async ({ store, bird }) => {
  await bird.end();
  store.remove();
});

const end = (process: ChildProcess) =>
  new Promise<number | null>((resolve) => process.on("exit", (code) => resolve(code)));

const isNode = (pid: number) => readlinkSync(`/proc/${pid}/exe`) === process.execPath;

test("the command shares every namespace and group of the container", ({ store, bird }) => {
  const script = "for n in cgroup ipc mnt net pid user uts; do readlink /proc/self/ns/$n; done";
  const seen = store.mydocker("exec", "bird", "sh", "-c", script).trim().split("\n");
  const names = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];
  assert.equal(
    seen,
    names.map((name) => readlinkSync(`/proc/${bird.pid}/ns/${name}`)),
  );
});

test("it is in the container's groups, of which it sees nothing above", async ({ store, bird }) => {
  const token = "61.125";
  const mydocker = spawn(store.program, ["exec", "bird", "sleep", token], { env: store.env });
  const inside = () => pidsOf("sleep", token);
  await until("sleep runs", () => inside().length === 1);
  const [pid = 0] = inside();
  const groups = (of: number) => readFileSync(`/proc/${of}/cgroup`, "utf8");
  assert.is(groups(pid), groups(bird.pid));
  assert.match(groups(pid), new RegExp(bird.id));
  process.kill(pid, "SIGTERM");
  assert.is(await end(mydocker), 128 + 15);
  assert.not.match(store.mydocker("exec", "bird", "cat", "/proc/self/cgroup"), /mydocker/);
});

test("it is a process among the container's own, with no descriptor but three", ({ store }) => {
  const out = store.mydocker("exec", "bird", "ps", "-o", "pid,args");
  assert.match(out, /^ +1 sleep 600$/m);
  const words = ["exec", "bird", "ls", "/proc/self/fd"];
  const io = ["ignore", "pipe", "inherit", "ignore", "ignore", "ignore"] as const;
  const { stdout } = spawnSync(
    "sh",
    ["-c", 'exec 8</ 9</etc/passwd; exec "$0" "$@"', store.program, ...words],
    {
      env: store.env,
      stdio: [...io],
      encoding: "utf8",
    },
  );
  assert.is(stdout, "0\n1\n2\n3\n"); // 3 is the directory that ls reads
});

test("the exit code is the command's; 126 and 127 as docker has them", ({ store }) => {
  assert.is(store.try("exec", "bird", "sh", "-c", "exit 7").status, 7);
  assert.is(store.try("exec", "bird", "sh", "-c", "kill -9 $$").status, 137);
  const missing = store.try("exec", "bird", "nosuch");
  assert.is(missing.status, 127);
  assert.match(missing.err, /^mydocker: command "nosuch" not found .* in container bird\n$/);
  assert.is(store.try("exec", "bird", "/nosuch").status, 127);
  assert.is(store.try("exec", "bird", "/etc/motd").status, 126);
  assert.is(store.try("exec", "-d", "bird", "nosuch").status, 127);
});

test("what cannot be is one line, with docker's exit code", ({ store }) => {
  const refused = (status: number, words: RegExp, ...args: string[]) => {
    const { status: code, err } = store.try("exec", ...args);
    assert.is(code, status, args.join(" "));
    assert.match(err, words);
    assert.is(err.split("\n").length, 2);
  };
  refused(1, /no container "nosuch"/, "nosuch", "true");
  store.run("--name", "ended", "busybox", "true");
  refused(1, /container ended does not run/, "ended", "true");
  refused(126, /user "nosuch" is not in/, "-u", "nosuch", "bird", "true");
  refused(126, /out of range/, "-u", "4294967296", "bird", "true");
  refused(126, /is no user/, "-u", "+1", "bird", "true");
  refused(126, /group "nosuch" is not in/, "-u", "0:nosuch", "bird", "true");
  refused(126, /working directory "\/nosuch": no such directory/, "-w", "/nosuch", "bird", "true");
  refused(125, /must be an absolute path/, "-w", "etc", "bird", "true");
  refused(125, /missing required argument/, "bird");
  refused(125, /unknown option/, "--nosuch", "bird", "true");
});

test("its environment and directory are the container's, and what is asked for wins", ({
  store,
}) => {
  const file = join(store.directory, "env");
  writeFileSync(file, "# remark\nFROM_FILE=1\nCOLOUR=red\n");
  const words = ["exec", "--env-file", file, "-e", "SIZE=a b", "bird", "sh", "-c", "pwd; env"];
  const out = store.mydocker(...words);
  assert.match(out, /^\/home\n/);
  for (const line of ["COLOUR=red", "FROM_FILE=1", "SIZE=a b", "HOSTNAME=nest", "HOME="]) {
    assert.ok(out.split("\n").includes(line), `${line} in ${out}`);
  }
  assert.match(out, /^PATH=/m);
  assert.not.match(out, /^TERM=/m);
  assert.is(store.mydocker("exec", "-w", "/etc", "bird", "pwd"), "/etc\n");
});

test("users and groups are looked up in the container's root", ({ store }) => {
  const setup = [
    "echo tit:x:1234:1235::/nest:/bin/sh >> /etc/passwd",
    "echo tits:x:1235: >> /etc/group",
    "echo flock:x:1300:sparrow,tit >> /etc/group",
  ].join("; ");
  store.mydocker("exec", "bird", "sh", "-c", setup);
  const id = (user: string) => {
    const script = "id -u; id -g; id -G; unset IFS; grep ^Groups /proc/self/status";
    return store.mydocker("exec", "-u", user, "bird", "sh", "-c", script).split(/\s+/).join(" ");
  };
  assert.match(id("tit"), /^1234 1235 1235 1300 Groups: 1235 1300 $/);
  assert.match(id("1234"), /^1234 1235 1235 1300 /);
  assert.match(id("tit:7"), /^1234 7 7 Groups: 7 $/);
  assert.match(id("77:flock"), /^77 1300 1300 /);
  const quiet = ["exec", "-u", "tit", "-e", "A=1", "bird", "sh", "-c", "echo $HOME"];
  assert.is(store.mydocker(...quiet), "\n", "the container's own HOME goes before the user's");
});

test("standard input comes with -i, and is empty without", ({ store }) => {
  const cat = (...options: string[]) =>
    spawnSync(store.program, ["exec", ...options, "bird", "cat"], {
      env: store.env,
      input: "seed",
    }).stdout.toString();
  assert.is(cat("-i"), "seed");
  assert.is(cat(), "");
});

test("a directory that the caller has open is no working directory (CVE-2024-21626)", ({
  store,
}) => {
  for (const path of ["/proc/self/fd/0", "/proc/self/fd/8", "/proc/self/cwd"]) {
    const script = 'exec 8</; exec "$0" exec -i -w "$1" bird ls < /';
    const { status, stdout } = spawnSync("sh", ["-c", script, store.program, path], {
      env: store.env,
      cwd: "/",
      encoding: "utf8",
    });
    assert.is(status, 126, `${path}: ${stdout}`);
    assert.is(stdout, "");
  }
});

test("-t is a terminal of the container's, in the caller's size, which follows", async ({
  store,
}) => {
  const script = [
    "tty; stty size; echo $TERM",
    'trap "stty size; exit 5" WINCH; echo ready; while :; do sleep 0.1; done',
  ].join("; ");
  const log = join(store.directory, "typescript");
  const run = `stty rows 33 cols 99; exec ${store.program} exec -it bird sh -c '${script}'`;
  const terminal = spawn("script", ["-qefc", run, log], {
    env: { ...store.env, SHELL: "/bin/sh" },
    stdio: ["pipe", "ignore", "inherit"],
  });
  const seen = () => (existsSync(log) ? readFileSync(log, "latin1") : "");
  await until("the command waits", () => seen().includes("ready"));
  assert.match(seen(), /\/dev\/pts\/\d+\r\n33 99\r\nxterm\r\n/);
  const [client = 0] = pidsWith("exec", "-it", "bird", "sh").filter(isNode);
  const tty = readlinkSync(`/proc/${client}/fd/0`);
  execFileSync("stty", ["-F", tty, "rows", "44", "cols", "111"]);
  assert.is(await end(terminal), 5);
  assert.match(seen(), /44 111\r\n/);
});

test("Ctrl-C on its terminal reaches the command, and no other process", async ({
  store,
  bird,
}) => {
  const log = join(store.directory, "interrupted");
  const script = 'trap "echo caught; exit 9" INT; echo ready; while :; do sleep 0.1; done';
  const terminal = spawn(
    "script",
    ["-qefc", `${store.program} exec -it bird sh -c '${script}'`, log],
    {
      env: { ...store.env, SHELL: "/bin/sh" },
      stdio: ["pipe", "ignore", "inherit"],
    },
  );
  await until(
    "the command waits",
    () => existsSync(log) && /ready/.test(readFileSync(log, "latin1")),
  );
  terminal.stdin?.write("\x03");
  assert.is(await end(terminal), 9);
  assert.ok(existsSync(`/proc/${bird.pid}`));
});

test("-it ends with its command, although another process keeps the terminal", async ({
  store,
}) => {
  const log = join(store.directory, "kept");
  const script = "trap '' HUP; sleep 62.5 & echo all of it; exit 3";
  const terminal = spawn(
    "script",
    ["-qefc", `${store.program} exec -it bird sh -c "${script}"`, log],
    {
      env: { ...store.env, SHELL: "/bin/sh" },
      stdio: ["pipe", "ignore", "inherit"],
    },
  );
  assert.is(await end(terminal), 3);
  assert.match(readFileSync(log, "latin1"), /all of it/);
  for (const pid of pidsOf("sleep", "62.5")) process.kill(pid, "SIGKILL");
});

test("signals reach the command", async ({ store }) => {
  const script = 'trap "exit 8" TERM; echo ready; while :; do sleep 0.1; done';
  const mydocker = spawn(store.program, ["exec", "bird", "sh", "-c", script], { env: store.env });
  await new Promise((resolve) => mydocker.stdout?.once("data", resolve));
  mydocker.kill("SIGTERM");
  assert.is(await end(mydocker), 8);
});

test("a killed mydocker leaves no command of a foreground exec", async ({ store }) => {
  const token = "63.125";
  const mydocker = spawn(store.program, ["exec", "bird", "sleep", token], { env: store.env });
  const inside = () => pidsOf("sleep", token);
  await until("sleep runs", () => inside().length === 1);
  mydocker.kill("SIGKILL");
  await until("sleep is gone", () => inside().length === 0);
});

test("-d returns at once, and the command goes on", async ({ store, bird }) => {
  const token = "64.125";
  const { status, out } = store.try("exec", "-d", "bird", "sleep", token);
  assert.is(status, 0);
  assert.is(out, "");
  await until("sleep runs", () => pidsOf("sleep", token).length === 1);
  const [pid = 0] = pidsOf("sleep", token);
  assert.is(readlinkSync(`/proc/${pid}/ns/pid`), readlinkSync(`/proc/${bird.pid}/ns/pid`));
  for (const fd of [0, 1, 2]) assert.is(readlinkSync(`/proc/${pid}/fd/${fd}`), "/dev/null");
  process.kill(pid, "SIGKILL");
});

test("-dt gives it a terminal that nobody looks at, and it never waits for a reader", async ({
  store,
}) => {
  const token = "64.375";
  const more =
    "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789; i=$((i+1)); done";
  const script = `test -t 1 || exit; ${more}; sleep ${token}`;
  const readers = () => pidsOf("terminal", "plan", "report", "drain");
  const before = readers();
  assert.is(store.try("exec", "-dt", "bird", "sh", "-c", script).status, 0);
  await until("all is written", () => pidsOf("sleep", token).length === 1);
  const [pid = 0] = pidsOf("sleep", token);
  assert.match(readlinkSync(`/proc/${pid}/fd/1`), /^\/dev\/pts\//);
  const added = readers().filter((one) => !before.includes(one));
  assert.ok(added.length > 0);
  process.kill(pid, "SIGKILL");
  await until("whoever read it has gone", () => !added.every((one) => readers().includes(one)));
});

test("--detach-keys leaves it, and it goes on by itself", async ({ store }) => {
  const token = "64.625";
  const words = ["-it", "--detach-keys", "ctrl-x,y", "bird", "sh", "-c"];
  const script = `read line; echo got $line; trap '' HUP; sleep ${token}`;
  const command = [store.program, "exec", ...words, `"${script}"`].join(" ");
  const left = spawn(
    "script",
    ["-qefc", `${command.replace("$", "\\$")}; echo left $?`, "/dev/null"],
    {
      env: { ...store.env, SHELL: "/bin/sh" },
    },
  );
  let seen = "";
  left.stdout.on("data", (bytes) => {
    seen += bytes;
  });
  const ended = end(left);
  left.stdin.write("\x18z\n");
  await until(
    "it has read a line",
    () => seen.includes("got \x18z") && pidsOf("sleep", token).length === 1,
  );
  left.stdin.write("\x18y");
  assert.is(await ended, 0);
  assert.match(seen, /left 0/);
  const [pid = 0] = pidsOf("sleep", token);
  assert.match(readlinkSync(`/proc/${pid}/fd/1`), /^\/dev\/pts\/[0-9]+$/);
  process.kill(pid, "SIGKILL");
  const { status, err } = store.try("exec", "-i", "--detach-keys", "a", "bird", "true");
  assert.is(status, 125);
  assert.match(err, /^mydocker: --detach-keys needs -it/);
});

test("a container whose only file is a static program can be entered", async ({ store }) => {
  const root = join(store.directory, "static");
  mkdirSync(root);
  execFileSync("sh", ["-c", 'cp "$(command -v busybox)" "$0/busybox"', root]);
  const archive = join(store.directory, "static.tar");
  execFileSync("tar", ["-cf", archive, "-C", root, "busybox"]);
  store.mydocker("import", archive, "static");
  const bird = await running(store, "distroless", "static", "/busybox", "sleep", "600");
  try {
    assert.is(store.mydocker("exec", "distroless", "/busybox", "echo", "in"), "in\n");
    assert.is(store.mydocker("exec", "-u", "7:8", "distroless", "/busybox", "id", "-u"), "7\n");
    assert.is(store.try("exec", "distroless", "sh").status, 127);
  } finally {
    await bird.end();
  }
});

test("a container with a user namespace is entered as its root", async ({ store }) => {
  const bird = await mapped(store);
  try {
    const token = "65.125";
    store.mydocker("exec", "-d", "-u", "5:6", "mapped", "sleep", token);
    const [pid = 0] = pidsOf("sleep", token);
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    assert.match(status, /^Uid:\t100005\t100005\t100005\t100005$/m);
    assert.match(status, /^Gid:\t200006\t200006\t200006\t200006$/m);
    assert.is(readlinkSync(`/proc/${pid}/ns/user`), readlinkSync(`/proc/${bird.pid}/ns/user`));
    assert.is(store.mydocker("exec", "mapped", "id", "-u"), "0\n");
  } finally {
    await bird.end();
  }
});

test("the confinement is the container's, but for --privileged", ({ store, bird }) => {
  const facts = (text: string) => text.match(/^(Cap\w+|Seccomp|NoNewPrivs):.*$/gm);
  const own = facts(readFileSync(`/proc/${bird.pid}/status`, "utf8"));
  const status = (...options: string[]) =>
    facts(store.mydocker("exec", ...options, "bird", "cat", "/proc/self/status"));
  assert.equal(status(), own);
  const machine = facts(readFileSync("/proc/self/status", "utf8"));
  assert.equal(status("--privileged"), machine);
  const user = `${status("-u", "5")}`;
  assert.match(user, /CapInh:\t0{16},CapPrm:\t0{16},CapEff:\t0{16},/);
  assert.match(user, /Seccomp:\t2/);
});

test("a pid that another process has got is not entered", ({ store }) => {
  store.run("--name", "stale", "busybox", "true");
  const file = join(store.upper("stale"), "../container.json");
  const record = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(
    file,
    JSON.stringify({ ...record, process: { ...record.process, pid: process.pid } }),
  );
  const { status, err } = store.try("exec", "stale", "true");
  assert.is(status, 1);
  assert.match(err, /does not run/);
});

test.run();
