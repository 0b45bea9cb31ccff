/** 8.1 to 8.4: what ps says is what the kernel says. */

import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { both, goal, guard, look, TOOL, verbatim } from "../../../checks/src/harness/index.ts";
import { background, discard, killed, nest, psLine, untilPs } from "./life.ts";

const shown = (line: string | undefined) => verbatim(line ?? "-");

goal("8.1", async (t) => {
  await nest(t);
  const box = await background(t, "wren");
  const { ended, line } = await psLine(t, "wren");
  ended.expect(line !== undefined && /\bUp\b|running/i.test(line), {
    diagnosis: line === undefined ? "not-listed" : "not-up",
    expected: both(
      `ps shows a container whose process lives (host pid ${box.pid})`,
      `ps 显示进程存活的容器（宿主机 pid ${box.pid}）`,
    ),
    observed: shown(line),
  });
  await discard(t, "wren");
});

goal("8.2", async (t) => {
  await nest(t);
  const started = await t.mydocker([
    "run",
    "-d",
    "--name",
    "robin",
    "--network",
    "none",
    "nest",
    "sh",
    "-c",
    "exit 7",
  ]);
  const last = await untilPs(t, "robin", /exited/i);
  started.expect(last !== undefined && /exited \(7\)/i.test(last), {
    diagnosis: /\bUp\b/.test(last ?? "") ? "up-for-ever" : "no-exit-code",
    expected: both("ps -a says Exited (7)", "ps -a 显示 Exited (7)"),
    observed: shown(last),
  });
  const { ended, line } = await psLine(t, "robin");
  ended.expect(line === undefined, {
    diagnosis: "ended-listed",
    expected: both("ps alone lists only what runs", "不带 -a 的 ps 只列出正在运行的容器"),
    observed: shown(line),
  });
  await discard(t, "robin");
});

goal("8.3", async (t) => {
  await nest(t);
  const box = await background(t, "finch");
  await killed(box.pid);
  const line = await untilPs(t, "finch", /exited/i);
  box.expect(line !== undefined && /exited \(137\)/i.test(line), {
    diagnosis: /\bUp\b/.test(line ?? "") ? "up-for-ever" : "signal-not-told",
    expected: both(
      "after kill -9 of its process, ps -a says Exited (137)",
      "其进程被 kill -9 之后，ps -a 显示 Exited (137)",
    ),
    observed: shown(line),
  });
  await discard(t, "finch");
});

/** The next process of this PID namespace gets this number (proc(5), ns_last_pid). */
const LAST = "/proc/sys/kernel/ns_last_pid";

guard("8.4", async (t) => {
  if (!existsSync(LAST)) return; // a kernel without it cannot be asked for a pid
  await nest(t);
  const box = await background(t, "swift");
  const monitor = look(box.pid)?.parent ?? 0;
  if (monitor > 1) await killed(monitor); // nobody is left to write down how it ended
  await killed(box.pid);
  const stranger = processOf(box.pid);
  const { ended, line } = await psLine(t, "swift");
  const taken = look(box.pid)?.argv.join(" ");
  stranger?.kill("SIGKILL");
  ended.expect(line === undefined, {
    diagnosis: "pid-of-another",
    expected: both(
      `the container has ended: pid ${box.pid} is another process's by now (${taken})`,
      `容器已经结束：pid ${box.pid} 现在属于另一个进程（${taken}）`,
    ),
    observed: shown(line),
  });
  await discard(t, "swift");
});

/** A process of ours with a number that was another's; undefined when it is not to be had. */
function processOf(pid: number) {
  for (let attempt = 0; attempt < 20; attempt++) {
    writeFileSync(LAST, `${pid - 1}`);
    const child = spawn(TOOL, ["pause", "stranger"], { stdio: "ignore" });
    if (child.pid === pid) return child;
    child.kill("SIGKILL");
  }
  return undefined;
}
