/** What mydocker does with groups right from the start, and must go on doing. */
import { both, describe, expectRan, guard, howItEnded } from "../../../checks/src/harness/index.ts";
import { processesOf, processors } from "./witness.ts";

const CHILDREN = 24;

guard("2.10", async (t) => {
  const options = ["--pids-limit", `${CHILDREN + 6}`];
  const boxes = [
    await t.container(["fork", `${CHILDREN}`], { options }),
    await t.container(["fork", `${CHILDREN}`], { options }),
  ];
  const counts = boxes.map(processesOf);
  boxes[1]?.expect(
    counts.every((count) => count === CHILDREN + 1),
    {
      diagnosis: "limits-mix",
      expected: both(
        `${CHILDREN + 1} processes in each of two containers that may have ${CHILDREN + 6}`,
        `两个容器各有 ${CHILDREN + 1} 个进程（各自的上限为 ${CHILDREN + 6}）`,
      ),
      observed: both(counts.join(" and "), counts.join(" 和 ")),
    },
  );
});

const TOO_MANY = `${processors().length + 62}`;

/** What cannot be, and what the error must show of it. */
const IMPOSSIBLE: readonly (readonly [options: readonly string[], value: string])[] = [
  [["--cpus", TOO_MANY], TOO_MANY],
  [["-cpu", "0"], "0"],
  [["-mem", "100"], "100"],
  [["-m", "much"], "much"],
  [["-m", "64m", "--memory-swap", "32m"], "32m"],
  [["-cpuset", "999"], "999"],
  [["-cpushare", "1"], "1"],
  [["--pids-limit", "few"], "few"],
];

guard("2.11", async (t) => {
  const all = await Promise.all(
    IMPOSSIBLE.map(([options]) => t.mydocker(["run", ...options, "/bin/echo", "it ran"])),
  );
  for (const [i, ended] of all.entries()) {
    const [, value = ""] = IMPOSSIBLE[i] ?? [];
    ended.expect(!ended.stdout.includes("it ran") && ended.code !== 0, {
      diagnosis: "impossible-accepted",
      expected: both(`${value} is refused`, `拒绝 ${value}`),
      observed: howItEnded(ended),
    });
    ended.expect(ended.code === 125 && ended.stderr.includes(value), {
      diagnosis: "refused-without-reason",
      expected: both(
        `exit code 125 and an error that names ${value}`,
        `退出码 125，错误信息中指出 ${value}`,
      ),
      observed: howItEnded(ended),
    });
  }
});

guard("2.12", async (t) => {
  const options = ["-m", "24m", "--pids-limit", "20", "--cpus", "0.5"];
  const all = await Promise.all([
    t.probe(["exit", "7"], { options }),
    t.probe(["allocate", "96"], { options }),
    t.container(["fork", "5"], { options }).then((box) => box.end()),
    t.mydocker(["run", ...options, "/no/such/program"]),
  ]);
  const left = await t.leftOver(["cgroup", "process"]);
  all[0].expect(left.length === 0, {
    diagnosis: `left-${left[0]?.kind}`,
    expected: both("its groups end with the container", "容器结束后它的组也随之消失"),
    observed: describe(left),
  });
});

guard("2.13", async (t) => {
  const box = await t.container(["fork", "5"], { options: ["-m", "24m", "--pids-limit", "20"] });
  box.command.signal("SIGKILL");
  await box.command.ended;
  const next = await t.mydocker(["run", "/bin/true"]);
  expectRan(next);
  const left = await t.leftOver(["cgroup", "process"]);
  next.expect(left.length === 0, {
    diagnosis: "not-repaired",
    expected: both(
      "the next command removes the groups of a killed mydocker",
      "下一条命令会清理被杀死的 mydocker 留下的组",
    ),
    observed: describe(left),
  });
});
