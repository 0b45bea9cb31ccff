/** 8.18 and 8.19: what has ended can be removed, and nothing of it stays. */
import { both, guard, howItEnded } from "../../../checks/src/harness/index.ts";
import { kill, lineOfEnded, nest, over, psLine, withContainer } from "./life.ts";

guard("8.18", async (t) => {
  await nest(t);
  await withContainer(t, "dove", async (box) => {
    const refused = await t.mydocker(["rm", "dove"]);
    const { line } = await psLine(t, "dove", "-a");
    refused.expect(refused.code !== 0 && line !== undefined, {
      diagnosis: "removed-while-running",
      expected: both("rm refuses a container that runs", "rm 拒绝删除正在运行的容器"),
      observed: howItEnded(refused),
    });
    kill(box.pid);
    await over(box.pid);
    await lineOfEnded(t, "dove");
    const removed = await t.mydocker(["rm", "dove"]);
    const after = await psLine(t, "dove", "-a");
    removed.expect(removed.code === 0 && after.line === undefined, {
      diagnosis: "never-removed",
      expected: both("rm removes a container that has ended", "rm 删除已经结束的容器"),
      observed: howItEnded(removed),
    });
  });
});

guard("8.19", async (t) => {
  await nest(t);
  await withContainer(t, "crow", async (box) => {
    const ended = await t.mydocker(["rm", "-f", "crow"]);
    ended.expect(ended.code === 0, {
      diagnosis: "not-forced",
      expected: both("rm -f ends and removes it", "rm -f 结束并删除容器"),
      observed: howItEnded(ended),
    });
    const left = await t.leftOver(["process", "mount", "cgroup"]);
    ended.expect(left.length === 0, {
      diagnosis: "not-ended",
      expected: both("nothing of it is left", "不留下任何东西"),
      observed: both(
        left.map(({ kind, key }) => `${kind} ${key}`).join(", ") || `pid ${box.pid}`,
        left.map(({ kind, key }) => `${kind} ${key}`).join("、") || `进程 ${box.pid}`,
      ),
    });
  });
});
