/** 8.1 to 8.4: what ps says is what the kernel says. */
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import {
  both,
  goal,
  guard,
  look,
  MOMENT,
  TOOL,
  until,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { kill, lineOfEnded, nest, over, psLine, saysUp, script, withContainer } from "./life.ts";

const shown = (line: string | undefined) => verbatim(line ?? "-");

goal("8.1", async (t) => {
  await nest(t);
  await withContainer(t, "wren", async (box) => {
    const { ended, line } = await psLine(t, "wren");
    const expected = both(
      `ps shows a container whose process lives (host pid ${box.pid})`,
      `ps 显示进程存活的容器（宿主机 pid ${box.pid}）`,
    );
    ended.expect(line !== undefined, {
      diagnosis: "not-listed",
      expected,
      observed: shown(line),
    });
    ended.expect(saysUp(line) && !/paused/i.test(line ?? ""), {
      diagnosis: "not-up",
      expected,
      observed: shown(line),
    });
  });
});

goal("8.2", async (t) => {
  await nest(t);
  const [started] = await Promise.all([
    script(t, "robin", "exit 7"),
    script(t, "wagtail", "exit 0"),
  ]);
  const last = await lineOfEnded(t, "robin");
  started?.expect(/exited \(7\)/i.test(last ?? ""), {
    diagnosis: saysUp(last) ? "up-for-ever" : "no-exit-code",
    expected: both("ps -a says Exited (7)", "ps -a 显示 Exited (7)"),
    observed: shown(last),
  });
  const other = await lineOfEnded(t, "wagtail");
  started?.expect(/exited \(0\)/i.test(other ?? ""), {
    diagnosis: "zero-is-nothing",
    expected: both("ps -a says Exited (0)", "ps -a 显示 Exited (0)"),
    observed: shown(other),
  });
  const { ended, line } = await psLine(t, "robin");
  ended.expect(line === undefined, {
    diagnosis: "ended-listed",
    expected: both("ps alone lists only what runs", "不带 -a 的 ps 只列出正在运行的容器"),
    observed: shown(line),
  });
});

goal("8.3", async (t) => {
  await nest(t);
  await withContainer(t, "finch", async (box) => {
    const { parent } = box.process;
    if (parent > 1) kill(parent, "SIGSTOP"); // it cannot look how the container ended
    try {
      kill(box.pid);
      await over(box.pid);
      const { ended, line } = await psLine(t, "finch");
      ended.expect(line === undefined, {
        diagnosis: "zombie-lives",
        expected: both(
          `a process that has ended does not run, though its parent has not looked yet (pid ${box.pid})`,
          `进程已经结束就不再运行，即使父进程还没有回收它（pid ${box.pid}）`,
        ),
        observed: shown(line),
      });
    } finally {
      if (parent > 1) kill(parent, "SIGCONT");
    }
    if (parent > 1) await over(parent);
    const line = await lineOfEnded(t, "finch");
    box.expect(/exited \(137\)/i.test(line ?? ""), {
      diagnosis: saysUp(line) ? "up-for-ever" : "signal-not-told",
      expected: both(
        "after kill -9 of its process, ps -a says Exited (137)",
        "其进程被 kill -9 之后，ps -a 显示 Exited (137)",
      ),
      observed: shown(line),
    });
  });
});

guard("8.4", async (t) => {
  await nest(t);
  await withContainer(t, "swift", async (box) => {
    const { parent } = box.process;
    if (parent > 1) kill(parent); // nobody is left to write down how it ended
    kill(box.pid);
    await until(() => look(box.pid) === undefined, MOMENT);
    const stranger = processOf(box.pid); // undefined: this machine cannot show one
    const { ended, line } = await psLine(t, "swift", "-a");
    stranger?.kill("SIGKILL");
    if (!saysUp(line)) return;
    await until(() => look(box.pid) === undefined, MOMENT);
    const later = await psLine(t, "swift", "-a");
    const believed = stranger === undefined || saysUp(later.line);
    ended.expect(false, {
      diagnosis: believed ? "record-believed" : "pid-of-another",
      expected: both(
        `the container has ended: pid ${box.pid} is nobody's, or another process's by now`,
        `容器已经结束：pid ${box.pid} 已无人使用，或属于另一个进程`,
      ),
      observed: shown(line),
    });
  });
});

/** The next process of this PID namespace gets the number after this (proc(5), ns_last_pid). */
const LAST = "/proc/sys/kernel/ns_last_pid";
const ATTEMPTS = 50; // threads take numbers, too

/** A process of ours with a number that was another's; undefined when it is not to be had. */
function processOf(pid: number) {
  if (!existsSync(LAST)) return undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    writeFileSync(LAST, `${pid - 1}`);
    const child = spawn(TOOL, ["pause", "stranger"], { stdio: "ignore" });
    if (child.pid === pid) return child;
    child.kill("SIGKILL");
  }
  return undefined;
}
