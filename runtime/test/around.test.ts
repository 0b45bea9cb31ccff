/** top, stats, update, rename and version for real; needs root, a built bundle and busybox. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fileOf } from "../src/host/cgroup/files.ts";
import { findHierarchy } from "../src/host/cgroup/index.ts";
import { pidsOf, type Running, recordOf, running, until } from "./running.ts";
import { type Store, storeOf } from "./store.ts";

const test = suite<{ store: Store; bird: Running }>("commands around a container");

test.before(async (context) => {
  context.store = storeOf("around");
  const words = ["-m", "64m", "--pids-limit", "50", "busybox", "sleep", "71.125"];
  context.bird = await running(context.store, "bird", ...words);
  context.store.run("--name", "rest", "busybox", "true");
});

test.after(async ({ store, bird }) => {
  await bird.end();
  store.remove();
});

const hierarchy = findHierarchy();
const inGroup = (id: string, v1: string, v2: string) =>
  readFileSync(
    (hierarchy && fileOf(hierarchy, id, hierarchy.name === "v1" ? v1 : v2)) ?? "",
    "utf8",
  ).trim();

test("top shows the container's processes by the machine's pids, in the columns of ps", ({
  store,
  bird,
}) => {
  store.mydocker("exec", "-d", "bird", "sleep", "72.125");
  const [heading = "", ...lines] = store.mydocker("top", "bird").trim().split("\n");
  assert.match(heading, /^UID +PID +PPID +C +STIME +TTY +TIME +CMD$/);
  const pids = lines.map((line) => Number(line.split(/\s+/)[1])).sort((a, b) => a - b);
  assert.equal(
    pids,
    [bird.pid, ...pidsOf("sleep", "72.125")].sort((a, b) => a - b),
  );
  const own = store.mydocker("top", "bird", "-o", "pid,args").trim().split("\n");
  assert.match(own[0] ?? "", /^PID COMMAND$/);
  assert.is(own.length, 3);
  for (const pid of pidsOf("sleep", "72.125")) process.kill(pid, "SIGKILL");
  const refused = (words: RegExp, ...args: string[]) => {
    const { status, err } = store.try("top", ...args);
    assert.is(status, 1);
    assert.match(err, words);
  };
  refused(/rest does not run/, "rest");
  refused(/ps shows no PID/, "bird", "-o", "args");
  refused(/^mydocker: ps --nosuch: .*\n$/, "bird", "--nosuch");
});

test("stats once: what the kernel counts, for people and for programs", async ({ store, bird }) => {
  const burn = spawn(store.program, ["exec", "bird", "sh", "-c", "while :; do :; done"], {
    env: store.env,
  });
  const lines = store.mydocker("stats", "--no-stream", "bird").trim().split("\n");
  assert.match(
    lines[0] ?? "",
    /^CONTAINER ID +NAME +CPU % +MEM USAGE \/ LIMIT +MEM % +NET I\/O +BLOCK I\/O +PIDS$/,
  );
  assert.match(
    lines[1] ?? "",
    new RegExp(`^${bird.id.slice(0, 12)} +bird +[\\d.]+% +[\\d.]+[KM]iB / 64MiB +`),
  );
  const { Numbers, Name } = JSON.parse(store.mydocker("stats", "--no-stream", "--json", "bird"));
  assert.is(Name, "bird");
  assert.ok(Numbers.cpu > 5, `a loop of the shell's uses the processor: ${Numbers.cpu} %`);
  assert.is(Numbers.memoryLimit, 64 * 1024 ** 2);
  // The loop's is the second; what the test before has killed counts until its parent has looked.
  const counted = hierarchy && fileOf(hierarchy, bird.id, "pids.current");
  assert.ok(Numbers.pids >= 2);
  if (counted) assert.is(Numbers.pids, Number(readFileSync(counted, "utf8")));
  burn.kill("SIGKILL");
  const only = store.mydocker("stats", "--no-stream", "--format", "{{.Name}}:{{.PIDs}}");
  assert.match(only, /^bird:\d+\n$/);
  const all = store.mydocker("stats", "-a", "--no-stream", "--format", "{{.Name}} {{.MemUsage}}");
  assert.match(all, /^rest 0B \/ 0B$/m);
  assert.is(store.try("stats", "--no-stream", "nosuch").status, 1);
});

test("stats goes on until it is interrupted; on a terminal in the same place", async ({
  store,
}) => {
  const piped = spawn(store.program, ["stats"], { env: store.env });
  let out = "";
  piped.stdout.on("data", (bytes) => {
    out += bytes;
  });
  await until("it is shown twice", () => (out.match(/CONTAINER ID/g)?.length ?? 0) >= 2);
  piped.kill("SIGINT");
  assert.not.ok(out.includes("\x1b"));
  const words = ["-qfc", `${store.program} stats`, "/dev/null"];
  const terminal = spawn("script", words, {
    env: { ...store.env, TERM: "xterm", SHELL: "/bin/sh" },
  });
  let seen = "";
  terminal.stdout.on("data", (bytes) => {
    seen += bytes;
  });
  await until("it is drawn twice", () => seen.split("\x1b[HCONTAINER ID").length > 2);
  assert.is(seen.split("\x1b[2J").length, 2);
  terminal.stdin.write("\x03");
  await new Promise((resolve) => terminal.once("exit", resolve));
});

test("update changes limits at once, up and down, and for the next start", ({ store, bird }) => {
  const memory = () => inGroup(bird.id, "memory.limit_in_bytes", "memory.max");
  for (const [size, bytes] of [
    ["128m", 2 ** 27],
    ["32m", 2 ** 25],
    ["256m", 2 ** 28],
  ] as const) {
    assert.is(store.mydocker("update", "--memory", size, "bird"), "bird\n");
    assert.is(memory(), `${bytes}`);
  }
  store.mydocker("update", "--pids-limit", "33", "--cpus", "0.5", "-c", "512", "bird");
  assert.is(inGroup(bird.id, "pids.max", "pids.max"), "33");
  assert.match(inGroup(bird.id, "cpu.cfs_quota_us", "cpu.max"), /^50000/);
  const limits = recordOf(store, "bird")?.spec?.limits;
  assert.is(limits?.memory, 2 ** 28);
  assert.is(limits?.pids, 33);
  assert.is(store.mydocker("update", "--memory", "20m", "rest", "bird"), "rest\nbird\n");
  assert.is(recordOf(store, "rest")?.spec?.limits.memory, 20 * 2 ** 20);
  store.mydocker("update", "--restart", "on-failure:3", "rest");
  assert.equal(recordOf(store, "rest")?.restart, { name: "on-failure", most: 3 });
});

test("update refuses what cannot be, and leaves all as it was", ({ store, bird }) => {
  const before = recordOf(store, "bird");
  assert.is(store.try("update", "bird").status, 125);
  assert.is(store.try("update", "--memory", "1k", "bird").status, 125);
  assert.is(store.try("update", "--restart", "never", "bird").status, 125);
  const several = store.try("update", "--pids-limit", "44", "nosuch", "bird");
  assert.is(several.status, 1);
  assert.is(several.out, "bird\n");
  assert.match(several.err, /no container "nosuch"/);
  store.mydocker("update", "--pids-limit", "33", "bird");
  assert.equal(recordOf(store, "bird"), before);
  assert.is(inGroup(bird.id, "pids.max", "pids.max"), "33");
});

test("rename gives another name, which is free afterwards, also of one that runs", ({ store }) => {
  assert.is(store.mydocker("rename", "rest", "peace"), "");
  assert.is(recordOf(store, "rest"), undefined);
  store.mydocker("rename", "bird", "rest");
  assert.is(store.mydocker("exec", "rest", "echo", "hello"), "hello\n");
  const refused = (words: RegExp, ...args: string[]) => {
    const { status, err } = store.try("rename", ...args);
    assert.is(status, 1);
    assert.match(err, words);
  };
  refused(/peace is taken/, "rest", "peace");
  refused(/a name begins with/, "rest", "../x");
  refused(/no container "nosuch"/, "nosuch", "x");
  store.mydocker("rename", "rest", "bird");
  assert.is(store.try("rename", "bird").status, 125);
});

test("a new name outlives the end of a container in the foreground", async ({ store }) => {
  const short = await running(store, "short", "busybox", "sleep", "600");
  store.mydocker("rename", "short", "long");
  await short.end();
  assert.is(recordOf(store, "long")?.exitCode, 137);
});

test("version, for people and for programs", ({ store }) => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  assert.match(store.mydocker("version"), new RegExp(`^mydocker:\\n Version: +${version}\\n`));
  assert.is(store.mydocker("version", "--format", "{{.Server.Version}}"), `${version}\n`);
  assert.is(JSON.parse(store.mydocker("version", "--json")).Client.NodeVersion, process.version);
  assert.match(store.try("version", "-f", "{{.Nosuch}}").err, /there is no \.Nosuch/);
});

test.run();
