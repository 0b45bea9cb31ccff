/** 6.13: a container that runs stands still while it is read, and goes on afterwards. */
import { statSync } from "node:fs";
import {
  both,
  type Finished,
  guard,
  howItEnded,
  insideOf,
  MOMENT,
  processes,
  type Trial,
  until,
} from "../../../checks/src/harness/index.ts";
import { BASE, committed, nest, seenIn } from "./containers.ts";
import { thaw } from "./thaw.ts";

const MOST = 4_000_000; // rounds, so that it ends even when nobody ends it
const LONG = 20_000; // ms for the writer, which is ended when it has been read
const BETWEEN = 40_000_000; // bytes: while they are read, the writer has its turn on any machine

/**
 * Writes by turns into the first and the last file that are read, a large one between them: so
 * the two differ by at most one byte, whenever time stands still.
 */
const WRITER = [
  `head -c ${BETWEEN} /dev/zero > /opt/middle`,
  `i=0; while [ $i -lt ${MOST} ]; do echo >> /opt/first; echo >> /opt/zlast; i=$((i+1)); done`,
].join("; ");

/** What it has written, in bytes. */
const progress = (pid: number): number =>
  statSync(insideOf(pid, "/opt/zlast"), { throwIfNoEntry: false })?.size ?? 0;

async function goesOn(pid: number): Promise<boolean> {
  const before = progress(pid);
  return (await until(() => progress(pid) > before, 5 * MOMENT)) === true;
}

guard("6.13", async (t) => {
  await nest(t);
  const words = ["run", "--name", "lark", BASE, "/bin/sh", "-c", WRITER];
  const running = t.mydocker(words, { limit: LONG });
  const pid = await writerOf(t);
  const ended = await commitOf(t, pid);
  await running;
  const { lines } = await seenIn(t, "lark:1", "cd /opt; wc -c < first; wc -c < zlast");
  if (lines.length < 2) return; // nothing was committed at all, which 6.3 is about
  const [first = 0, last = 0] = lines.map(Number);
  ended.expect(first - last === 0 || first - last === 1, {
    diagnosis: "not-paused",
    expected: both(
      "two files that are written by turns, as they were at one moment",
      "两个交替写入的文件都处于同一时刻的状态",
    ),
    observed: both(`${first} and ${last} bytes`, `${first} 字节与 ${last} 字节`),
  });
});

/** Commits it while it writes, which it does no longer than that. */
async function commitOf(t: Trial, pid: number): Promise<Finished> {
  try {
    const ended = await committed(t, "lark", "lark:1");
    ended.expect(await goesOn(pid), {
      diagnosis: "left-standing",
      expected: both("the container goes on when it has been read", "读取完毕后容器继续运行"),
      observed: both(`pid ${pid} makes no progress`, `进程 ${pid} 没有进展`),
    });
    return ended;
  } finally {
    thaw(pid);
    kill(pid);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended
  }
}

/** The writer's pid, when it writes. */
async function writerOf(t: Trial): Promise<number> {
  const found = await until(() => {
    const writer = processes().find(({ argv }) => argv[0] === "/bin/sh" && argv[2] === WRITER);
    return writer && progress(writer.pid) > 0 ? writer : undefined;
  }, 5 * MOMENT);
  if (found) return found.pid;
  const ended = await t.mydocker(["diff", "lark"]);
  ended.expect(false, {
    diagnosis: "did-not-run",
    expected: both("the container runs", "容器在运行"),
    observed: howItEnded(ended),
  });
  return -1;
}
