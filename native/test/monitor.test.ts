/**
 * The monitor, as it is and with sanitizers: what it writes, what it survives, what it tells. A
 * writer of the log that is stopped stands for a disk that is stuck.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { frame, framesOf, monitored, sanitized, until, type Wishes } from "./monitored.ts";
import { INIT, link, proc, status } from "./start.ts";

const place = mkdtempSync(join(tmpdir(), "mydocker-sanitized-"));
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${from + i}\n`).join("");

for (const [kind, build] of [
  ["monitor", () => INIT],
  ["monitor with sanitizers", () => sanitized(place)],
] as const) {
  const test = suite(kind);
  let init = INIT;
  test.before(() => {
    init = build();
  });
  const start = (script: string, wishes: Wishes = {}) => monitored(script, { init, ...wishes });

  /** Lets it run to its end, which must be its program's. */
  async function run(script: string, wishes: Wishes = {}) {
    const one = start(script, wishes);
    one.letGo();
    assert.equal(await one.ended, { code: 0, signal: null });
    assert.ok(one.followed());
    return one;
  }

  test("writes lines with stream and time, and how it ended, and becomes its program", async () => {
    const one = await run("echo out; echo err >&2; printf 'no end'; exit 7");
    const [first] = one.log();
    assert.equal(Object.keys(first ?? {}), ["log", "stream", "time"]);
    assert.match(`${first?.time}`, /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    assert.ok(Math.abs(Date.parse(`${first?.time}`) - Date.now()) < 60_000);
    assert.is(one.text("stdout"), "out\nno end");
    assert.is(one.text("stderr"), "err\n");
    const { pid, code, oomKills, finished } = one.exit() ?? {};
    assert.equal({ pid, code, oomKills }, { pid: one.container, code: 7, oomKills: 0 });
    assert.ok(Math.abs(Date.parse(`${finished}`) - Date.now()) < 60_000);
    assert.equal(readdirSync(one.directory).sort(), ["exit", "followed", "json.log", "life"]);
    one.remove();
  });

  test("tells a signal from an exit code", async () => {
    const one = await run("kill -9 $$");
    const { signal, code } = one.exit() ?? {};
    assert.equal({ signal, code }, { signal: 9, code: undefined });
    one.remove();
  });

  test("what was not to be is killed, and leaves nothing", async () => {
    const one = start("echo begun; sleep 1000");
    one.abandon();
    assert.equal(await one.ended, { code: 137, signal: null });
    assert.is(one.exit(), undefined);
    assert.is(one.followed(), false);
    one.remove();
  });

  test("what ended before it was told of has its whole output, and its end", async () => {
    const one = start("seq 5; exit 3");
    await until("the child ends", () => !existsSync(`/proc/${one.container}`));
    one.letGo();
    await one.ended;
    assert.is(one.text("stdout"), numbers(1, 5));
    assert.is(one.exit()?.code, 3);
    one.remove();
  });

  test("every byte comes through: control characters, no UTF-8, long lines, much", async () => {
    const script =
      "printf 'q\"b\\\\n\\t\\001\\037\\177\\377\\303\\244'; head -c 40000 /dev/zero; echo; seq 30000";
    const one = await run(script);
    const expected = Buffer.concat([
      Buffer.from('q"b\\n\t\x01\x1f\x7f\xff\xc3\xa4', "latin1"),
      Buffer.alloc(40_000),
      Buffer.from(`\n${numbers(1, 30_000)}`),
    ]);
    assert.ok(Buffer.from(one.text("stdout"), "latin1").equals(expected));
    assert.ok(one.log().every(({ log }) => `${log}`.length <= 16_384));
    one.remove();
  });

  test("files of the log: no larger, no more, whole lines, without a gap", async () => {
    const one = await run("seq 5000", { maxSize: 20_000, maxFiles: 3 });
    const files = readdirSync(one.directory).filter((name) => name.startsWith("json"));
    assert.equal(files.sort(), ["json.log", "json.log.1", "json.log.2"]);
    for (const file of files) assert.ok(statSync(join(one.directory, file)).size <= 20_000);
    const text = one.text("stdout");
    assert.is(text, numbers(Number.parseInt(text, 10), 5000));
    one.remove();
    const single = await run("seq 1000", { maxSize: 5000 });
    assert.equal(
      readdirSync(single.directory).filter((name) => name.startsWith("json")),
      ["json.log"],
    );
    assert.match(single.text("stdout"), /\n1000\n$/);
    single.remove();
  });

  test("a disk that is stuck holds up the container for a second at most; the last lines stay", async () => {
    const one = start("seq 200000; echo done; exec sleep 1000");
    await until("the writer is there", () => one.writer() > 0);
    const writer = one.writer();
    process.kill(writer, "SIGSTOP");
    one.letGo();
    await until("the shell is done", () => proc(one.container, "comm") === "sleep\n");
    process.kill(writer, "SIGCONT");
    process.kill(one.container, "SIGKILL");
    await one.ended;
    const text = one.text("stdout");
    assert.match(text, /\n199999\n200000\ndone\n$/);
    const gaps = one.log().filter(({ dropped }) => dropped);
    const missing = gaps.reduce((sum, { dropped }) => sum + Number(dropped), 0);
    assert.ok(missing > 0);
    assert.is(text.split("\n").length - 1 + missing, 200_001, "each missing line is counted");
    one.remove();
  });

  test("a full disk holds up neither the container nor the word of its end; then the log goes on", () => {
    const script = `mount -t tmpfs -o size=1m small "$1" && TMPDIR="$1" exec "$0" --import tsx "$2" "$3"`;
    const small = mkdtempSync(join(tmpdir(), "mydocker-small-"));
    const program = fileURLToPath(new URL("fulldisk.ts", import.meta.url));
    const words = ["--mount", "sh", "-c", script, process.execPath, small, program, init];
    const out = execFileSync("unshare", words, { encoding: "utf8", timeout: 60_000 });
    rmdirSync(small);
    const { full, followed, dropped, lines, text } = JSON.parse(out);
    assert.equal(full, { code: 5, followed: false, told: 5 });
    assert.ok(followed);
    assert.match(text, /100000\nlast\n$/);
    assert.ok(dropped > 0);
    assert.is(lines + dropped, 100_001);
  });

  test("a writer that is killed is replaced: the log goes on, and ends with the last line", async () => {
    const one = start("i=0; while [ $i -lt 20 ]; do seq 1000; i=$((i+1)); sleep 0.01; done");
    one.letGo();
    for (let i = 0; i < 5; i++) {
      await until("there is a writer", () => one.writer() > 0);
      try {
        process.kill(one.writer(), "SIGKILL");
      } catch {
        // the container has ended
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await one.ended;
    assert.match(one.text("stdout"), /\n999\n1000\n$/);
    one.remove();
  });

  test("signals do not reach it, nor what it becomes", async () => {
    const one = start("exec sleep 1000");
    one.letGo();
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGPIPE", "SIGUSR2"] as const) {
      process.kill(one.monitor, signal);
    }
    process.kill(one.container, "SIGKILL");
    assert.equal(await one.ended, { code: 0, signal: null });
    assert.ok(one.followed());
    one.remove();
  });

  test("who is attached gets all of it, in frames, and the end; slow or not", async () => {
    const one = start("seq 50000; echo e >&2; exit 4");
    const [fast, slow, waiter] = await Promise.all([one.connect(), one.connect(), one.connect()]);
    fast.write(frame("a"));
    slow.write(frame("a"));
    slow.pause();
    await new Promise((resolve) => setTimeout(resolve, 50));
    one.letGo();
    setTimeout(() => slow.resume(), 300);
    const all = await Promise.all([fast, slow, waiter].map(framesOf));
    for (const frames of all.slice(0, 2)) {
      const text = frames.filter(({ type }) => type === "o").map(({ bytes }) => bytes.toString());
      assert.is(text.join(""), numbers(1, 50_000));
      assert.is(frames.find(({ type }) => type === "e")?.bytes.toString(), "e\n");
    }
    for (const frames of all) {
      const last = frames.at(-1);
      assert.is(last?.type, "x");
      assert.equal([last?.bytes.readInt32LE(0), last?.bytes.readInt32LE(4)], [4, 0]);
    }
    assert.is(all[2]?.length, 1);
    await one.ended;
    one.remove();
  });

  test("passes input on, whole, and its end", async () => {
    const one = start("cat", { input: true });
    one.letGo();
    const client = await one.connect();
    client.write(frame("a"));
    const text = numbers(1, 20_000);
    client.write(frame("i", Buffer.from(text)));
    client.write(frame("e"));
    const frames = await framesOf(client);
    const heard = frames.filter(({ type }) => type === "o").map(({ bytes }) => bytes.toString());
    assert.is(heard.join(""), text);
    await one.ended;
    one.remove();
  });

  test("nonsense from a client is the client's end, and nobody else's", async () => {
    const one = start("read line; echo $line", { input: true });
    one.letGo();
    for (const bytes of [
      frame("w", Buffer.alloc(4), 0xffffffff),
      frame("?", Buffer.alloc(900)),
      Buffer.alloc(300, 0xff),
      frame("w"),
      frame("a").subarray(0, 3),
    ]) {
      const client = await one.connect();
      client.on("error", () => {});
      client.write(bytes);
      await new Promise((resolve) => setTimeout(resolve, 10));
      client.destroy();
    }
    const many = await Promise.all(Array.from({ length: 40 }, () => one.connect()));
    for (const client of many) client.destroy();
    let over = false;
    const ended = one.ended.then(() => {
      over = true;
    });
    while (!over) {
      // Refused as long as the monitor has not seen that the many have gone.
      const last = await one.connect().catch(() => undefined); // or it has just ended
      const closed = new Promise((resolve) => last?.on("error", () => {}).once("close", resolve));
      last?.resume().write(frame("i", Buffer.from("still here\n")));
      await Promise.race(
        last ? [ended, closed] : [ended, new Promise((resolve) => setTimeout(resolve, 10))],
      );
    }
    assert.is(one.text("stdout"), "still here\n");
    one.remove();
  });

  test("a terminal: its output, its size, its keys", async () => {
    const one = start("read x; stty size; echo got $x", { terminal: true });
    one.letGo();
    const client = await one.connect();
    client.write(frame("w", Buffer.from(Uint16Array.of(33, 99).buffer)));
    client.write(frame("a"));
    client.write(frame("i", Buffer.from("key\r")));
    await framesOf(client);
    await one.ended;
    assert.match(one.text("stdout"), /key\r\n33 99\r\ngot key\r\n$/);
    one.remove();
  });

  test("the container has nothing of its monitor's", async () => {
    const one = start("exec sleep 1000");
    assert.equal(readdirSync(`/proc/${one.container}/fd`), ["0", "1", "2"]);
    one.letGo();
    await until("it has let go", () => link(one.monitor, "fd/0") === "/dev/null");
    assert.is(status(one.monitor, "SigBlk").replace(/f/g, "").length <= 16, true);
    process.kill(one.container, "SIGKILL");
    await one.ended;
    one.remove();
  });

  test.run();
}

const text = suite("text");

text("dates are those of the calendar", () => {
  const source = fileURLToPath(new URL("text.c", import.meta.url));
  const program = join(place, "text");
  execFileSync("cc", [
    "-std=c11",
    "-D_GNU_SOURCE",
    source,
    source.replace("test/", ""),
    "-o",
    program,
  ]);
  const days = [0, 58, 59, 60, 364, 365, 789, 790, 11016, 11017, 19781, 19782, 20088, 47540, 47541];
  const seconds = days.flatMap((day) => [day * 86400, day * 86400 + 86399]);
  const told = execFileSync(program, seconds.map(String)).toString().trim().split("\n");
  const expected = seconds.map((one) =>
    new Date(one * 1000).toISOString().replace("000Z", "000000007Z"),
  );
  assert.equal(told, expected);
});

text.after(() => rmSync(place, { recursive: true }));
text.run();
