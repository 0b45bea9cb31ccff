/** 8.11 and 8.12: a container is asked to end, and killed when it does not. */
import {
  both,
  catches,
  goal,
  howItEnded,
  look,
  processes,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { background, discard, nest, untilPs } from "./life.ts";

const TERM = 15;
const isGone = (pid: number) => !processes().some((one) => one.pid === pid && one.state !== "Z");

goal("8.11", async (t) => {
  await nest(t);
  const box = await background(t, "teal", ["catch", "SIGTERM", "5"], [], (one) =>
    catches(one, TERM),
  );
  const began = performance.now();
  const ended = await t.mydocker(["stop", "-t", "8", "teal"]);
  const seconds = (performance.now() - began) / 1000;
  ended.expect(ended.code === 0 && isGone(box.pid), {
    diagnosis: "still-runs",
    expected: both("stop ends a container that obeys SIGTERM", "stop 结束一个服从 SIGTERM 的容器"),
    observed: howItEnded(ended),
  });
  const line = await untilPs(t, "teal", /exited/i);
  ended.expect(/exited \(5\)/i.test(line ?? ""), {
    diagnosis: /\(137\)/.test(line ?? "") ? "killed-at-once" : "other-end",
    expected: both(
      "it ends by itself with 5, since it had the time to",
      "它有足够时间自行以 5 结束",
    ),
    observed: verbatim(line ?? "-"),
  });
  ended.expect(seconds < 8, {
    diagnosis: "waits-for-nothing",
    expected: both("stop returns when the container has ended", "容器一结束 stop 就返回"),
    observed: both(`after ${seconds.toFixed(1)} s`, `${seconds.toFixed(1)} 秒之后`),
  });
  await discard(t, "teal");
});

goal("8.12", async (t) => {
  await nest(t);
  const box = await background(t, "gull"); // PID 1 without a handler ignores SIGTERM
  const began = performance.now();
  const ended = await t.mydocker(["stop", "-t", "1", "gull"]);
  const seconds = (performance.now() - began) / 1000;
  ended.expect(isGone(box.pid), {
    diagnosis: "ignored-for-ever",
    expected: both(
      "a container that ignores SIGTERM is killed after the time-out",
      "忽略 SIGTERM 的容器在超时之后被杀死",
    ),
    observed: both(
      `pid ${box.pid} lives on: ${look(box.pid)?.argv[1]}`,
      `进程 ${box.pid} 还活着：${look(box.pid)?.argv[1]}`,
    ),
  });
  ended.expect(seconds >= 1, {
    diagnosis: "no-time-given",
    expected: both("it has a second to end by itself", "先给它一秒钟自行结束"),
    observed: both(`killed after ${seconds.toFixed(2)} s`, `${seconds.toFixed(2)} 秒后就被杀死`),
  });
  const line = await untilPs(t, "gull", /exited/i);
  ended.expect(/exited \(137\)/i.test(line ?? ""), {
    diagnosis: "untrue-end",
    expected: both("ps -a says Exited (137)", "ps -a 显示 Exited (137)"),
    observed: verbatim(line ?? "-"),
  });
  await discard(t, "gull");
});
