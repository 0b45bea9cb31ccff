/** 8.11 and 8.12: a container is asked to end, and killed when it does not. */
import {
  both,
  findByToken,
  goal,
  howItEnded,
  look,
  MOMENT,
  PROBE,
  scaled,
  type Trial,
  until,
  verbatim,
} from "../../../checks/src/harness/index.ts";
import { isOver, lineOfEnded, nest, newToken, script, withContainer } from "./life.ts";

const ENOUGH = Math.ceil(scaled(2000) / 1000); // s to end in; the command as a whole has more

/** What takes a moment to end, once it is asked to. */
const OBEDIENT = "trap '/bin/busybox sleep 0.2; exit 5' TERM";

/** Its PID 1; undefined when it did not start. */
async function obedient(t: Trial): Promise<number | undefined> {
  const token = newToken();
  await script(t, "teal", `${OBEDIENT}; ${PROBE} pause ${token} & wait`);
  return (await until(() => findByToken(token), MOMENT))?.parent;
}

goal("8.11", async (t) => {
  await nest(t);
  const pid = await obedient(t);
  const began = performance.now();
  const ended = await t.mydocker(["stop", "-t", `${ENOUGH}`, "teal"]);
  const seconds = (performance.now() - began) / 1000;
  ended.expect(ended.code === 0 && pid !== undefined && isOver(pid), {
    diagnosis: "still-runs",
    expected: both("stop ends a container that obeys SIGTERM", "stop 结束一个服从 SIGTERM 的容器"),
    observed: howItEnded(ended),
  });
  const line = (await lineOfEnded(t, "teal")) ?? "-";
  const killed = seconds < ENOUGH ? "killed-at-once" : "never-asked";
  ended.expect(/exited \(5\)/i.test(line), {
    diagnosis: /\(137\)/.test(line) ? killed : "other-end",
    expected: both("asked by SIGTERM, it ends by itself, with 5", "收到 SIGTERM 后自行以 5 结束"),
    observed: verbatim(line),
  });
  ended.expect(seconds < ENOUGH, {
    diagnosis: "waits-for-nothing",
    expected: both("stop returns when the container has ended", "容器一结束 stop 就返回"),
    observed: both(`after ${seconds.toFixed(1)} s`, `${seconds.toFixed(1)} 秒之后`),
  });
});

goal("8.12", async (t) => {
  await nest(t);
  // PID 1 without a handler ignores SIGTERM
  await withContainer(t, "gull", async (box) => {
    const began = performance.now();
    const ended = await t.mydocker(["stop", "-t", "1", "gull"]);
    const seconds = (performance.now() - began) / 1000;
    ended.expect(isOver(box.pid), {
      diagnosis: "ignored-for-ever",
      expected: both(
        "a container that ignores SIGTERM is killed after the time-out",
        "忽略 SIGTERM 的容器在超时之后被杀死",
      ),
      observed: both(
        `pid ${box.pid} lives on: ${look(box.pid)?.argv.join(" ")}`,
        `进程 ${box.pid} 还活着：${look(box.pid)?.argv.join(" ")}`,
      ),
    });
    ended.expect(seconds >= 1, {
      diagnosis: "no-time-given",
      expected: both("it has a second to end by itself", "先给它一秒钟自行结束"),
      observed: both(`killed after ${seconds.toFixed(2)} s`, `${seconds.toFixed(2)} 秒后就被杀死`),
    });
    const line = (await lineOfEnded(t, "gull")) ?? "-";
    ended.expect(/exited \(137\)/i.test(line), {
      diagnosis: "untrue-end",
      expected: both("ps -a says Exited (137)", "ps -a 显示 Exited (137)"),
      observed: verbatim(line),
    });
  });
});
