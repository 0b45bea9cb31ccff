/**
 * What a plain `run` may cost, in counts that come out the same on every machine, however busy.
 * Needs root, a built bundle, strace(1), and the machine's static busybox.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { busyboxRoot } from "../../checks/src/fixtures/busybox.ts";
import { vacate } from "./vacate.ts";

const test = suite<{ place: string }>("the cost of run");

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const RUN = ["run", "--rootfs", busyboxRoot(), "/bin/true"];

test.before.each((context) => {
  context.place = mkdtempSync("/tmp/mydocker-budget-");
});

test.after.each(({ place }) => vacate(join(place, "state"), place));

const ran = (program: string, ...words: readonly string[]): string => {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8", env });
  assert.is(status, 0, stderr);
  return stdout;
};

/** Each KiB is read, and its functions are looked for in the code cache: about 10 µs. */
test("its bundle has at most 300 KB, and a good third less than that of all commands", () => {
  const [own, all] = ["run.cjs", "mydocker.cjs"].map((name) => statSync(join(DIST, name)).size);
  assert.ok((own ?? 0) < 300_000, `${own} bytes`);
  assert.ok((own ?? 0) < 0.65 * (all ?? 0), `${own} of ${all} bytes`);
});

/** node:net alone brings sockets and streams, 3 ms; node:crypto 2 ms; `performance` 2 ms. */
test("it loads none of Node's larger modules", ({ place }) => {
  const [hook, list, archive] = ["hook.cjs", "list", "root.tar"].map((name) => join(place, name));
  writeFileSync(
    hook ?? "",
    `const before = new Set(process.moduleLoadList);
process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(list)},
  process.moduleLoadList.filter((name) => !before.has(name)).join("\\n")));`,
  );
  const needed = ["vm", "os"]; // scripts with a code cache; names of signals and errors
  const loaded = (...words: readonly string[]) => {
    ran(
      "env",
      `MYDOCKER_ROOT=${place}/store`,
      process.execPath,
      ...["--require", hook ?? ""],
      ...words,
    );
    const names = readFileSync(list ?? "", "utf8").match(/(?<=^NativeModule ).*/gm) ?? [];
    return names.filter((name) => !needed.includes(name) && !/^internal\/(?!perf)/.test(name));
  };
  const start = join(DIST, "start.cjs");
  assert.equal(loaded(start, ...RUN), []);
  ran("tar", "-cf", archive ?? "", "-C", busyboxRoot(), ".");
  loaded(start, "import", archive ?? "", "image");
  assert.equal(loaded(start, "run", "--rm", "--network", "none", "image", "true"), []);
});

/** Compiling it anew takes 10 ms; a flag that it was not kept with is enough for that. */
test("V8 takes the code that was kept for it", () => {
  const kept = readdirSync(DIST).find((name) => name.endsWith(".run.code")) ?? "no code was kept";
  const flags = readFileSync(join(DIST, "mydocker"), "utf8").match(/--[a-z][\w=-]*/g) ?? [];
  const rejected = (...flags: readonly string[]) => {
    const [source, code] = ["run.cjs", kept].map((name) => JSON.stringify(join(DIST, name)));
    const script = `const { readFileSync } = require("fs");
      const cachedData = readFileSync(${code});
      const script = new vm.Script(readFileSync(${source}, "latin1"), { cachedData });
      console.log(script.cachedDataRejected)`;
    return ran(process.execPath, ...flags, "-e", script).trim();
  };
  assert.is(rejected(...flags), "false");
  assert.is(rejected(), "true", "the flags make no difference?");
});

/** Only the build and the checks ask for it: whoever uses mydocker finds its directory unchanged. */
test("it keeps code only when asked to, of the very build that it ran", ({ place }) => {
  const dist = join(place, "dist");
  cpSync(DIST, dist, { recursive: true, filter: (path) => !path.endsWith(".code") });
  const code = () => readdirSync(dist).filter((name) => name.includes(".code"));
  const mydocker = (env: NodeJS.ProcessEnv) =>
    ran(
      "env",
      ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
      join(dist, "mydocker"),
      ...RUN,
    );
  mydocker({});
  assert.equal(code(), []);
  mydocker({ MYDOCKER_KEEP_CODE: "missing" });
  const [first] = code();
  assert.match(first ?? "", /^run\.cjs\.[\d.]+\.run\.code$/);
  utimesSync(join(dist, "run.cjs"), 1, 1);
  mydocker({ MYDOCKER_KEEP_CODE: "missing" });
  assert.is(code().length, 2);
});

/** A second process costs from 1 ms (init) to 20 ms (Node). */
test("it starts one process, which is the container", ({ place }) => {
  const log = join(place, "log");
  const calls = "trace=clone,clone3,fork,vfork";
  const start = [process.execPath, join(DIST, "start.cjs"), ...RUN];
  ran("strace", "-qq", "-f", "-o", log, "-e", calls, ...start);
  const started = readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => /clone|fork/.test(line) && !/CLONE_THREAD|resumed>/.test(line));
  assert.is(started.length, 1, started.join("\n"));
});

/** About 500 are Node's own start; ours are a few µs each, and each shows in the time. */
test("its main thread makes fewer than 1200 system calls", ({ place }) => {
  const log = join(place, "log");
  ran("strace", "-qq", "-c", "-o", log, process.execPath, join(DIST, "start.cjs"), ...RUN);
  const total = /^100\.00 .* (\d+) +\d* *total$/m.exec(readFileSync(log, "utf8"))?.[1];
  assert.ok(Number(total) < 1200, `${total} system calls`);
});

/**
 * Its note takes 3, its record, its process and its freezer 4 each, its end 1. Ten more, of which two
 * fail and are thrown, took 70 µs more each.
 */
test("ps makes at most 16 calls about files for each container that runs", ({ place }) => {
  const state = { ...process.env, MYDOCKER_ROOT: join(place, "state"), MYDOCKER_NETWORK: "none" };
  const mydocker = (...words: string[]) => {
    const { stdout, stderr, status } = spawnSync(join(DIST, "mydocker"), words, {
      encoding: "utf8",
      env: state,
    });
    assert.is(status, 0, stderr);
    return stdout.trim();
  };
  const start = () => mydocker("run", "-d", ...RUN.slice(1, 3), "/bin/sleep", "600");
  const ids = [start(), start(), start()];
  try {
    const log = join(place, "log");
    const calls = "trace=open,openat,read,close,flock,access,stat,statx,mkdir";
    const list = [process.execPath, join(DIST, "start.cjs"), "ps"];
    spawnSync("strace", ["-qq", "-y", "-s", "0", "-o", log, "-e", calls, ...list], { env: state });
    const about = (line: string) =>
      /\/proc\/\d+\/stat\b/.test(line) || ids.some((id) => line.includes(id));
    const looks = readFileSync(log, "utf8").split("\n").filter(about);
    assert.ok(looks.length <= 16 * ids.length, looks.join("\n"));
    assert.ok(looks.length >= 9 * ids.length, looks.join("\n")); // or it has not looked at all
  } finally {
    mydocker("rm", "-f", ...ids);
  }
});

/** Eight hierarchies of version 1 take 24 of them; each is 5 to 10 µs to write and as much to make. */
test("a confined container is at most 230 calls", () => {
  const plan = ran(join(DIST, "mydocker"), "run", "--plan", ...RUN.slice(1)).trimEnd();
  const calls = plan.split("\n").length;
  assert.ok(calls <= 230, `${calls} calls`);
  assert.ok(calls > 60, `${calls} calls: is it confined at all?`);
});

test.run();
